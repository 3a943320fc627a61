import type { Message } from '@kefu/client';
import { type InjectionKey, inject } from 'vue';

/** What the reply box refers to: an answer to a message, or the new text of one's own. */
export interface Quote {
  kind: 'reply' | 'edit';
  message: Message;
}

export interface ThreadActs {
  reply(message: Message): void;
  edit(message: Message): void;
}

export const THREAD: InjectionKey<ThreadActs> = Symbol('thread');

export function useThreadActs(): ThreadActs {
  const acts = inject(THREAD);
  if (!acts) throw new Error('No conversation is open here.');
  return acts;
}
