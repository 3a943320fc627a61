import { describe, expect, it } from 'vitest';
import { withAnswer, withMessage, withReads, withUpdate } from '../src/stores/merge.ts';
import { info, ME, message, OTHER, SYSTEM, VISITOR } from './make.ts';

describe('a frame about a conversation', () => {
  it('takes the agent away when it is queued again', () => {
    const now = withUpdate(info(), {
      conversation_id: 'c1',
      state: 'queued',
      group: 'vip',
      queue_position: 3,
    });
    expect([now.state, now.agent, now.group, now.queue_position]).toEqual([
      'queued',
      undefined,
      'vip',
      3,
    ]);
  });

  it('keeps the agent when only tags changed', () => {
    expect(withUpdate(info(), { conversation_id: 'c1', tags: { a: 'b' } }).agent).toEqual(ME);
  });

  it('forgets the place in the queue once it is assigned', () => {
    const queued = info({ state: 'queued', queue_position: 3 });
    expect(
      withUpdate(queued, { conversation_id: 'c1', state: 'assigned', agent: OTHER }).queue_position,
    ).toBeUndefined();
  });

  it('never lowers the last seq', () => {
    expect(withUpdate(info({ last_seq: 9 }), { conversation_id: 'c1', last_seq: 4 }).last_seq).toBe(
      9,
    );
  });
});

describe('a message', () => {
  it('becomes the last one', () => {
    expect(withMessage(info(), message(4, VISITOR)).last_message?.seq).toBe(4);
  });

  it('that is older, hidden or an event changes no preview', () => {
    const known = info({ last_message: message(5, VISITOR) });
    expect(withMessage(known, message(4, ME)).last_message?.seq).toBe(5);
    expect(withMessage(known, { conversation_id: 'c1', epoch: 'e1', seq: 6, hidden: true })).toBe(
      known,
    );
    expect(
      withMessage(known, message(6, SYSTEM, { message_type: 'event' })).last_message?.seq,
    ).toBe(5);
  });

  it('that recalls or edits the last one changes its text', () => {
    const known = info({ last_message: message(5, VISITOR) });
    expect(
      withMessage(known, message(6, VISITOR, { message_type: 'recall', target_seq: 5 }))
        .last_message?.text,
    ).toBe('');
    expect(
      withMessage(known, message(6, VISITOR, { message_type: 'edit', target_seq: 5, text: 'new' }))
        .last_message?.text,
    ).toBe('new');
    expect(
      withMessage(known, message(6, VISITOR, { message_type: 'edit', target_seq: 2, text: 'new' }))
        .last_message?.text,
    ).toBe('message 5');
  });
});

describe('an answer that was overtaken by frames', () => {
  it('takes no read mark and no last message back', () => {
    const known = info({
      read: [{ by: ME, seq: 5 }],
      last_message: message(5, VISITOR),
      last_seq: 5,
    });
    const late = info({
      read: [{ by: ME, seq: 2 }],
      last_message: message(4, VISITOR),
      last_seq: 4,
      tags: { a: 'b' },
    });
    const now = withAnswer(known, late);
    expect([now.read, now.last_message?.seq, now.last_seq, now.tags]).toEqual([
      [{ by: ME, seq: 5 }],
      5,
      5,
      { a: 'b' },
    ]);
  });

  it('of a new epoch begins anew', () => {
    const restored = info({ epoch: 'e2', last_seq: 1 });
    expect(withAnswer(info({ read: [{ by: ME, seq: 5 }], last_seq: 5 }), restored)).toBe(restored);
  });
});

it('read marks only rise', () => {
  const known = withReads(info(), [{ by: VISITOR, seq: 5 }]);
  expect(withReads(known, [{ by: VISITOR, seq: 3 }]).read).toEqual([{ by: VISITOR, seq: 5 }]);
  expect(
    withReads(known, [
      { by: VISITOR, seq: 8 },
      { by: ME, seq: 1 },
    ]).read,
  ).toHaveLength(2);
});
