import type { ConversationInfo } from '@kefu/client';
import { computed, ref, watch } from 'vue';
import { useDesk } from '../desk.ts';
import { oneLine, shorten } from '../format/text.ts';
import { epoch } from '../format/time.ts';
import type { Row } from './row.ts';

export interface Earlier {
  id: string;
  state: ConversationInfo['state'];
  text: string;
  at: number;
}

const MOST = 20;

/** The visitor's other conversations, newest first. */
export function useEarlier(row: () => Row) {
  const { rest } = useDesk();
  const found = ref<readonly ConversationInfo[]>([]);

  watch(
    () => row().visitor,
    async (visitor) => {
      found.value = [];
      if (!visitor) return;
      try {
        const page = await rest.conversations({ visitor, limit: 50 });
        if (visitor === row().visitor) found.value = page.items;
      } catch (error) {
        console.warn('kefu: earlier conversations could not be read', error);
      }
    },
    { immediate: true },
  );

  const items = computed<Earlier[]>(() =>
    found.value
      .filter((info) => info.visitor?.id === row().visitor && info.conversation_id !== row().id)
      .map((info) => ({
        id: info.conversation_id,
        state: info.state,
        text: shorten(oneLine(info.last_message?.text ?? ''), 80),
        at: epoch(info.closed_at) || epoch(info.updated_at) || epoch(info.created_at),
      }))
      .sort((a, b) => b.at - a.at)
      .slice(0, MOST),
  );
  return { items };
}
