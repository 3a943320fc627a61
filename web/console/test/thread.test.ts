import type { Message, OutboxEntry } from '@kefu/client';
import { describe, expect, it } from 'vitest';
import { type Bubble, thread, withinWindow } from '../src/stores/thread.ts';
import { BOT, loaded, ME, message, OTHER, SYSTEM, VISITOR } from './make.ts';

function show(messages: Message[], more: Partial<Parameters<typeof thread>[0]> = {}) {
  return thread({
    conversation: loaded(...messages),
    outbox: [],
    self: ME,
    limit: 80,
    newAfter: 0,
    ...more,
  });
}
const bubbles = (items: ReturnType<typeof thread>): Bubble[] =>
  items.flatMap((item) => (item.kind === 'message' ? [item.bubble] : []));
const entry = (
  id: string,
  send: Partial<OutboxEntry['send']>,
  state: OutboxEntry['state'] = 'pending',
): OutboxEntry => ({
  key: 1,
  send: { client_msg_id: id, conversation_id: 'c1', message_type: 'text', ...send },
  state,
  strikes: 0,
  createdAt: Date.parse('2026-11-20T09:00:00.000Z'),
});

describe('the thread', () => {
  it('separates days and groups what one author writes in a row', () => {
    const items = show([
      message(1, VISITOR),
      message(2, VISITOR),
      message(3, ME),
      message(4, ME, { private: true }),
      message(5, VISITOR, { sent_at: '2026-11-22T10:00:00.000Z' }),
    ]);
    expect(items.map((item) => item.kind)).toEqual([
      'day',
      'message',
      'message',
      'message',
      'message',
      'day',
      'message',
    ]);
    expect(bubbles(items).map((it) => it.follows)).toEqual([false, true, false, false, false]);
  });

  it('marks where the new messages begin, before the first one of the visitor', () => {
    const items = show(
      [message(1, VISITOR), message(2, ME), message(3, BOT), message(4, VISITOR)],
      { newAfter: 1 },
    );
    expect(items.map((item) => item.key)).toEqual([
      expect.stringMatching(/^d/),
      's1',
      's2',
      's3',
      'new',
      's4',
    ]);
  });

  it('shows the last messages only, as many as asked for', () => {
    const many = Array.from({ length: 500 }, (_, i) => message(i + 1, VISITOR));
    const shown = bubbles(show(many, { limit: 80 }));
    expect([shown.length, shown[0]?.message.seq]).toEqual([80, 421]);
  });

  it('shows events as lines, and the thumb at the answer that it is about', () => {
    const items = show([
      message(1, BOT),
      message(2, VISITOR, {
        message_type: 'event',
        event: { name: 'feedback', data: { helpful: 'false' } },
        target_seq: 1,
      }),
      message(3, SYSTEM, {
        message_type: 'event',
        event: { name: 'closed', data: { by: 'idle' } },
      }),
    ]);
    expect(items.map((item) => item.kind)).toEqual(['day', 'message', 'event']);
    expect(bubbles(items)[0]?.feedback).toBe('false');
  });
});

describe('the marks', () => {
  it('rise from sent over delivered to read, on what agents sent to the visitor', () => {
    const conversation = loaded(
      message(1, ME),
      message(2, OTHER),
      message(3, ME),
      message(4, ME, { private: true }),
      message(5, VISITOR),
    );
    conversation.takeDelivery({
      conversation_id: 'c1',
      seq: 2,
      state: 'delivered',
      to: { kind: 'visitor', id: 'v1' },
    });
    conversation.takeReads([{ by: VISITOR, seq: 1 }]);
    const shown = bubbles(thread({ conversation, outbox: [], self: ME, limit: 80, newAfter: 0 }));
    expect(shown.map((it) => it.mark)).toEqual(['read', 'delivered', 'sent', undefined, undefined]);
  });

  it('tell what the platform refused, and why', () => {
    const conversation = loaded(message(1, ME));
    conversation.takeDelivery({
      conversation_id: 'c1',
      seq: 1,
      state: 'failed',
      code: 'unsupported_type',
    });
    const [shown] = bubbles(thread({ conversation, outbox: [], self: ME, limit: 80, newAfter: 0 }));
    expect([shown?.mark, shown?.failure]).toEqual(['undelivered', 'unsupported_type']);
  });
});

describe('what is not acknowledged yet', () => {
  it('stands at the end, pending or failed', () => {
    const items = show([message(1, VISITOR)], {
      outbox: [
        entry('x', { text: 'hello' }),
        entry('y', { text: 'no' }, 'failed'),
        entry('z', { conversation_id: 'c2' }),
      ],
    });
    expect(bubbles(items).map((it) => it.mark)).toEqual([undefined, 'pending', 'failed']);
  });

  it('keeps its place and key when the ack comes, and is never shown twice', () => {
    const waiting = show([message(1, VISITOR)], { outbox: [entry('x', { text: 'hello' })] });
    const stored = message(2, ME, { client_msg_id: 'x' });
    const both = show([message(1, VISITOR), stored], { outbox: [entry('x', { text: 'hello' })] });
    expect(both.map((item) => item.key)).toEqual(waiting.map((item) => item.key));
  });

  it('an edit shows at once on its target', () => {
    const items = show([message(1, ME)], {
      outbox: [entry('x', { message_type: 'edit', target_seq: 1, text: 'better' })],
    });
    const [only, ...rest] = bubbles(items);
    expect([only?.message.text, only?.changing, rest.length]).toEqual(['better', true, 0]);
  });
});

it('a message can be taken back within the window only', () => {
  expect(withinWindow(0, 60_000, 120_000)).toBe(true);
  expect(withinWindow(0, 119_000, 120_000)).toBe(false);
});
