import { describe, expect, it } from 'vitest';
import { EMPTY_TAIL, follow, readSeq, rowOf, unread, waitingIn } from '../src/stores/row.ts';
import { at, BOT, info, loaded, ME, message, OTHER, SYSTEM, VISITOR } from './make.ts';

const mark = (seq: number, by = ME) => ({ by, seq });

describe('unread', () => {
  const talk = [
    message(1, VISITOR),
    message(2, BOT),
    message(3, VISITOR),
    message(4, SYSTEM, { message_type: 'event', event: { name: 'assigned' } }),
    message(5, VISITOR),
    message(6, OTHER, { private: true }),
  ];

  it("counts visitors' messages after one's own read mark", () => {
    const known = info({ read: [mark(1), mark(6, OTHER)], last_seq: 6 });
    expect(unread(known, ME, loaded(...talk), EMPTY_TAIL)).toBe(2);
  });

  it('counts everything when nothing was read', () => {
    expect(unread(info(), ME, loaded(...talk), EMPTY_TAIL)).toBe(3);
  });

  it('counts no event and nothing that was taken back', () => {
    const taken = loaded(
      message(1, VISITOR),
      message(2, VISITOR, { message_type: 'event' }),
      message(3, VISITOR, { message_type: 'recall', target_seq: 1 }),
    );
    expect(unread(info(), ME, taken, EMPTY_TAIL)).toBe(0);
  });

  it('without the messages, counts those that came live', () => {
    const tail = [message(8, VISITOR), message(9, VISITOR)].reduce(follow, EMPTY_TAIL);
    expect(unread(info({ read: [mark(7)] }), ME, undefined, tail)).toBe(2);
    expect(unread(info({ read: [mark(8)] }), ME, undefined, tail)).toBe(1);
  });

  it("is at least one when the list's last message is a visitor's and unread", () => {
    const last_message = message(9, VISITOR);
    expect(unread(info({ last_message, read: [mark(4)] }), ME, undefined, EMPTY_TAIL)).toBe(1);
    expect(unread(info({ last_message, read: [mark(9)] }), ME, undefined, EMPTY_TAIL)).toBe(0);
  });

  it('is nothing in a closed conversation', () => {
    expect(unread(info({ state: 'closed' }), ME, loaded(...talk), EMPTY_TAIL)).toBe(0);
  });

  it('what one answered oneself is read', () => {
    expect(readSeq(info({ last_message: message(9, ME), read: [mark(3)] }), ME)).toBe(9);
    expect(readSeq(info({ last_message: message(9, OTHER), read: [mark(3)] }), ME)).toBe(3);
  });

  it('remembers a bounded number of live messages', () => {
    let tail = EMPTY_TAIL;
    for (let seq = 1; seq <= 5_000; seq++) tail = follow(tail, message(seq, VISITOR));
    expect(tail.visitorSeqs.length).toBe(200);
    expect(tail.visitorSeqs.at(-1)).toBe(5_000);
  });
});

describe('waiting', () => {
  it('begins with the first message after the last answer', () => {
    expect(
      waitingIn([message(1, VISITOR), message(2, ME), message(3, VISITOR), message(4, VISITOR)]),
    ).toBe(Date.parse(at(3)));
  });

  it('is not ended by a note or by the system', () => {
    const talk = [
      message(1, VISITOR),
      message(2, ME, { private: true }),
      message(3, SYSTEM, { message_type: 'event' }),
    ];
    expect(waitingIn(talk)).toBe(Date.parse(at(1)));
  });

  it('is ended by an answer', () => {
    expect(waitingIn([message(1, VISITOR), message(2, ME)])).toBe(0);
  });

  it('in the queue begins with the routing into it', () => {
    const queued = info({
      state: 'queued',
      routing: [{ at: at(7), rule: 'default', to: 'common' }],
    });
    expect(rowOf(queued, ME, undefined, EMPTY_TAIL).waitingSince).toBe(Date.parse(at(7)));
  });

  it('concerns nobody while the bot talks or after the end', () => {
    for (const state of ['bot', 'closed'] as const) {
      expect(rowOf(info({ state }), ME, loaded(message(1, VISITOR)), EMPTY_TAIL).waitingSince).toBe(
        0,
      );
    }
  });

  it('is followed live', () => {
    const asked = follow(EMPTY_TAIL, message(4, VISITOR));
    expect(follow(asked, message(5, VISITOR)).waitingSince).toBe(Date.parse(at(4)));
    expect(follow(asked, message(5, ME)).waitingSince).toBe(0);
    expect(follow(asked, message(5, ME, { private: true })).waitingSince).toBe(Date.parse(at(4)));
  });
});

describe('a row', () => {
  const row = (more: Parameters<typeof info>[0]) => rowOf(info(more), ME, undefined, EMPTY_TAIL);

  it('is mine only while it is assigned to me', () => {
    expect(row({}).mine).toBe(true);
    expect(row({ agent: OTHER }).mine).toBe(false);
    expect(row({ state: 'closed' }).mine).toBe(false);
  });

  it('marks VIPs, complaints and urgency by their tags', () => {
    const visitor = { id: 'v1', tags: { vip_level: '12' } };
    const marked = row({ visitor, tags: { complaint_risk: 'true', priority: 'High' } });
    expect([marked.vip, marked.complaint, marked.urgent]).toEqual([12, true, true]);
    const plain = row({ tags: { vip_level: 'gold', complaint_risk: 'false' } });
    expect([plain.vip, plain.complaint, plain.urgent]).toEqual([0, false, false]);
  });

  it('takes tags as an identity gives them: numbers and flags too', () => {
    const tags = { vip_level: 12, complaint_risk: true };
    const marked = row({ visitor: { id: 'v1', tags } });
    expect([marked.vip, marked.complaint, marked.tags.vip_level]).toEqual([12, true, '12']);
  });

  it('shows the last spoken message, not the event after it', () => {
    const talk = loaded(
      message(1, VISITOR, { text: 'a\nb' }),
      message(2, SYSTEM, { message_type: 'event', text: 'Assigned' }),
    );
    expect(rowOf(info(), ME, talk, EMPTY_TAIL).last?.text).toBe('a b');
  });

  it('survives a visitor that sends the longest of everything', () => {
    const long = 'x'.repeat(1_000_000);
    const huge = row({ last_message: message(1, VISITOR, { text: long }) });
    expect(huge.last?.text.length).toBeLessThan(200);
  });
});
