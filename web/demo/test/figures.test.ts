import type { TraceEvent } from '@kefu/client';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../src/figures.ts';
import { chipOf } from '../src/tape.ts';

function frame(kind: 'in' | 'out', name: string, body: unknown): TraceEvent {
  return { at: 0, kind, frame: name, body, bytes: 1 };
}

const ack = (id: string, seq: number, duplicate = false) =>
  frame('in', 'ack', { client_msg_id: id, conversation_id: 'c', epoch: 'e', seq, duplicate });

describe('the strip', () => {
  it('counts a message that is acknowledged twice at one place once, and not as a double', () => {
    const ledger = new Ledger();
    for (const event of [ack('a', 1), ack('b', 2), ack('b', 2, true)]) ledger.take(event);
    expect(ledger.figures).toMatchObject({ acked: 2, doubled: 0, framesIn: 3 });
  });

  it('would show a message that was stored twice', () => {
    const ledger = new Ledger();
    for (const event of [ack('a', 1), ack('a', 2)]) ledger.take(event);
    expect(ledger.figures.doubled).toBe(1);
  });

  it('tells how long the connection was gone', () => {
    const ledger = new Ledger();
    expect(ledger.take({ at: 1_000, kind: 'state', state: 'online' })).toBeUndefined();
    ledger.take({ at: 2_000, kind: 'state', state: 'waiting' });
    ledger.take({ at: 2_500, kind: 'state', state: 'connecting' });
    expect(ledger.take({ at: 4_000, kind: 'state', state: 'online' })).toBe(2_000);
    expect(ledger.figures.lostAt).toBeUndefined();
  });

  it('says in a word what a frame is about', () => {
    const send = frame('out', 'send', { message_type: 'text', text: 'x'.repeat(100) });
    expect(chipOf(send, 'en')).toEqual({
      style: 'out',
      title: 'send',
      detail: `${'x'.repeat(40)}…`,
    });
    expect(chipOf(ack('a', 7, true), 'zh')?.detail).toBe('seq 7 · 服务器已有，未重复');
  });
});
