import { describe, expect, it } from 'vitest';
import type { Message } from '../src/index.ts';
import { Timeline } from '../src/index.ts';

function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    conversation_id: 'c',
    epoch: 'e',
    seq,
    message_type: 'text',
    text: `m${seq}`,
    author: { kind: 'agent', id: 'a' },
    ...more,
  };
}

const shown = (timeline: Timeline) => timeline.messages.map((it) => it.seq);

describe('a timeline', () => {
  it('shows a message once per seq', () => {
    const timeline = new Timeline('e');
    expect(timeline.add(message(1))).toBe(true);
    expect(timeline.add(message(1, { text: 'another' }))).toBe(false);
    expect(timeline.messages.map((it) => it.text)).toEqual(['m1']);
  });

  it('never shows what lies beyond a gap, until the gap is closed', () => {
    const timeline = new Timeline('e');
    for (const seq of [1, 2, 5, 4]) timeline.add(message(seq));
    expect(shown(timeline)).toEqual([1, 2]);
    expect(timeline.gap).toBe(true);
    timeline.add(message(3));
    expect(shown(timeline)).toEqual([1, 2, 3, 4, 5]);
    expect(timeline.gap).toBe(false);
  });

  it('grows backwards by pages', () => {
    const timeline = new Timeline('e');
    timeline.addPage([message(7), message(8)], true);
    expect(timeline.hasOlder).toBe(true);
    timeline.addPage([5, 6].map((seq) => message(seq)));
    expect(shown(timeline)).toEqual([5, 6, 7, 8]);
    timeline.addPage([1, 2, 3, 4].map((seq) => message(seq)));
    expect(timeline.hasOlder).toBe(false);
  });

  it('moves its window to the newest page when too much lies between', () => {
    const timeline = new Timeline('e');
    timeline.add(message(1));
    timeline.add(message(1003));
    timeline.addPage(
      [1001, 1002, 1003].map((seq) => message(seq)),
      true,
    );
    expect(shown(timeline)).toEqual([1001, 1002, 1003]);
    expect(timeline.gap).toBe(false);
    expect(timeline.hasOlder).toBe(true);
  });

  it('holds the place of hidden messages without showing them', () => {
    const timeline = new Timeline('e');
    timeline.add(message(1));
    timeline.add({ conversation_id: 'c', epoch: 'e', seq: 2, hidden: true });
    timeline.add(message(3));
    expect(shown(timeline)).toEqual([1, 3]);
    expect(timeline.last).toBe(3);
  });

  it('takes the content of a recalled message away, and that of an edited one from its edit', () => {
    const timeline = new Timeline('e');
    timeline.add(message(1));
    timeline.add(message(2));
    timeline.add(message(3, { message_type: 'recall', target_seq: 1 }));
    timeline.add(message(4, { message_type: 'edit', target_seq: 2, text: 'better' }));
    expect(timeline.messages.map((it) => [it.seq, it.text, it.recalled, it.edited])).toEqual([
      [1, undefined, true, undefined],
      [2, 'better', undefined, true],
    ]);
  });

  it('starts anew with another epoch', () => {
    const timeline = new Timeline('e');
    for (const seq of [1, 2, 3]) timeline.add(message(seq));
    timeline.add(message(1, { epoch: 'f', text: 'new' }));
    expect(timeline.messages.map((it) => it.text)).toEqual(['new']);
  });

  it('converges for every order in which messages and pages arrive', () => {
    let random = 7;
    const next = (n: number) => {
      random = (random * 1103515245 + 12345) % 2147483648;
      return random % n;
    };
    for (let round = 0; round < 300; round++) {
      const timeline = new Timeline('e');
      const all = Array.from({ length: 1 + next(30) }, (_, i) => message(i + 1));
      const queue = [...all, ...all].sort(() => next(3) - 1);
      for (const it of queue) {
        if (next(5) === 0) timeline.addPage(all.slice(it.seq - 1, it.seq + next(6)));
        else timeline.add(it);
        const view = shown(timeline);
        expect(view).toEqual(view.map((_, i) => (view[0] ?? 0) + i));
      }
      expect(shown(timeline)).toEqual(all.map((it) => it.seq));
    }
  });
});
