import type { Send } from '@kefu/client';
import { type Component, createApp, h, nextTick, ref, shallowReactive } from 'vue';
import { THREAD } from '../src/components/quote.ts';
import type { Desk } from '../src/desk.ts';
import { DESK } from '../src/desk.ts';
import { Drafts } from '../src/stores/drafts.ts';
import type { Row } from '../src/stores/row.ts';
import { ME, Shelf } from './make.ts';

/** As much of a desk as single components need; what they send is kept. */
export function fakeDesk(more: Partial<Record<keyof Desk, unknown>> = {}) {
  const sent: Omit<Send, 'client_msg_id'>[] = [];
  const typed: string[] = [];
  const drafts = new Drafts('a1', new Shelf());
  const desk = {
    self: ME,
    now: ref(Date.now()),
    locale: ref('en'),
    outbox: ref([]),
    drafts,
    chat: {
      send: async (draft: Omit<Send, 'client_msg_id'>) => sent.push(draft),
      typing: (id: string) => typed.push(id),
    },
    conversations: { rows: shallowReactive(new Map<string, Row>()) },
    directory: {
      rules: () => ({ recallMs: 120_000, maxFileBytes: 1_000 }),
      groupTitle: (name: string) => name,
    },
    pictures: { url: async () => 'blob:picture' },
    ...more,
  };
  return { desk, sent, typed, drafts };
}

/** Puts a component on the page; what it emits lands in the given listeners. */
export async function mount(
  component: Component,
  props: object,
  desk: object,
): Promise<HTMLElement> {
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  const app = createApp({ render: () => h(component, props) });
  app.provide(DESK, desk as Desk);
  app.provide(THREAD, { reply: () => undefined, edit: () => undefined });
  app.config.errorHandler = (error) => {
    throw error;
  };
  app.mount(root);
  await nextTick();
  return root;
}
