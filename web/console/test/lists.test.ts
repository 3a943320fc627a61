import type { ConversationInfo } from '@kefu/client';
import { describe, expect, it } from 'vitest';
import { counts, listed } from '../src/stores/lists.ts';
import { EMPTY_TAIL, rowOf } from '../src/stores/row.ts';
import { at, info, ME, message, OTHER, VISITOR } from './make.ts';

const row = (id: string, more: Partial<ConversationInfo> = {}) =>
  rowOf(info({ conversation_id: id, ...more }), ME, undefined, EMPTY_TAIL);
const ids = (rows: { id: string }[]) => rows.map((it) => it.id);

const rows = [
  row('mine', { last_message: message(3, VISITOR, { text: '退款' }) }),
  row('theirs', { agent: OTHER, updated_at: at(9) }),
  row('first', { state: 'queued', queue_position: 1, updated_at: at(8) }),
  row('second', { state: 'queued', queue_position: 2, updated_at: at(2) }),
  row('bot', { state: 'bot', visitor: { id: 'v', name: 'José' } }),
  row('gone', { state: 'closed' }),
];

describe('the tabs', () => {
  it('hold what they say', () => {
    expect(ids(listed(rows, 'mine', '', 'recent'))).toEqual(['mine']);
    expect(ids(listed(rows, 'queue', '', 'recent'))).toEqual(['first', 'second']);
    expect(ids(listed(rows, 'bot', '', 'recent'))).toEqual(['bot']);
    expect(ids(listed(rows, 'closed', '', 'recent'))).toEqual(['gone']);
    expect(listed(rows, 'open', '', 'recent')).toHaveLength(5);
  });

  it('count conversations and what is unread in them', () => {
    const found = counts(rows);
    expect(found.mine).toEqual({ total: 1, unread: 1 });
    expect(found.open.total).toBe(5);
  });
});

describe('the filter', () => {
  it('wants every word, in names, texts and tags, without accents', () => {
    expect(ids(listed(rows, 'open', 'jose', 'recent'))).toEqual(['bot']);
    expect(ids(listed(rows, 'open', '王芳 退款', 'recent'))).toEqual(['mine']);
    expect(listed(rows, 'open', '王芳 nothing', 'recent')).toEqual([]);
  });
});

describe('the order', () => {
  it('is the latest first, or who waits longest first', () => {
    const waiting = [
      row('answered', { last_message: message(9, ME) }),
      row('new', { last_message: message(8, VISITOR) }),
      row('old', { last_message: message(2, VISITOR) }),
    ];
    expect(ids(listed(waiting, 'mine', '', 'recent'))).toEqual(['answered', 'new', 'old']);
    expect(ids(listed(waiting, 'mine', '', 'waiting'))).toEqual(['old', 'new', 'answered']);
  });

  it('of thousands costs no second', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => row(`c${i}`, { updated_at: at(i % 977) }));
    const before = performance.now();
    expect(
      listed(many, 'open', 'wang', 'recent').length + listed(many, 'open', '', 'recent').length,
    ).toBe(5_000);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
