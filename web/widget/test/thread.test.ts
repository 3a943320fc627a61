import { Conversation, type Message, type OutboxEntry } from '@kefu/client';
import { describe, expect, it } from 'vitest';
import { addressed, type Bubble, threadItems } from '../src/thread.ts';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
let at = 0;

function conversation(...messages: Partial<Message>[]): Conversation {
  const it = new Conversation('c');
  it.state = 'assigned';
  messages.forEach((message, index) => {
    at += 1000;
    it.timeline.add({
      conversation_id: 'c',
      epoch: 'e',
      seq: index + 1,
      message_type: 'text',
      author: { kind: 'visitor', id: 'v' },
      sent_at: new Date(NOW - 600_000 + at).toISOString(),
      ...message,
    });
  });
  return it;
}

function entry(text: string, more: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    key: 1,
    send: { client_msg_id: text, message_type: 'text', text },
    state: 'pending',
    strikes: 0,
    createdAt: NOW,
    ...more,
  };
}

function items(conversations: Conversation[], entries: OutboxEntry[] = []) {
  return threadItems({
    conversations,
    entries,
    now: NOW,
    recallWindowMs: 120_000,
    greeting: 'hi',
    whole: false,
    ratable: () => true,
  });
}

function bubbles(conversations: Conversation[], entries: OutboxEntry[] = []): Bubble[] {
  return items(conversations, entries).filter((it): it is Bubble => it.kind === 'bubble');
}

const bot = { kind: 'bot', id: 'b', name: 'Mia' } as const;
const agent = { kind: 'agent', id: 'a', name: 'Lin' } as const;
const system = { kind: 'system', id: 's' } as const;

describe('the thread', () => {
  it('shows a message that waits after what was said, and once when it is acknowledged', () => {
    const waiting = entry('two');
    expect(bubbles([conversation({ text: 'one' })], [waiting]).map((it) => it.status)).toEqual([
      'sent',
      'pending',
    ]);
    const acked = conversation({ text: 'one' }, { text: 'two', client_msg_id: 'two' });
    const shown = bubbles([acked], [waiting]);
    expect(shown.map((it) => [it.body.text, it.status])).toEqual([
      ['one', 'sent'],
      ['two', 'sent'],
    ]);
    expect(shown[1]?.key).toBe('two');
  });

  it('marks what was refused, what was delivered and what was read', () => {
    const it_ = conversation({ text: '1' }, { text: '2' }, { text: '3' });
    it_.takeReads([{ by: agent, seq: 1 }]);
    it_.takeDelivery({ conversation_id: 'c', seq: 2, to: agent, state: 'delivered' });
    const failed = entry('4', { state: 'failed', error: 'forbidden' });
    expect(bubbles([it_], [failed]).map((it) => it.status)).toEqual([
      'read',
      'delivered',
      'sent',
      'failed',
    ]);
  });

  it('joins messages of one author that are close together', () => {
    const shown = bubbles([
      conversation({ author: agent }, { author: agent }, { author: bot }, { text: 'mine' }),
    ]);
    expect(shown.map((it) => [it.first, it.last])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it('asks once whether an answer of the bot helped', () => {
    const asked = conversation({ author: bot, text: 'answer' });
    expect(bubbles([asked])[0]?.helpful).toBe('ask');
    const told = conversation(
      { author: bot, text: 'answer' },
      {
        message_type: 'event',
        event: { name: 'feedback', data: { helpful: 'false' } },
        target_seq: 1,
      },
    );
    expect(bubbles([told])[0]?.helpful).toBe('false');
    expect(bubbles([told])).toHaveLength(1);
  });

  it('offers to take back own messages for as long as that is possible', () => {
    const it_ = conversation(
      { text: 'old', sent_at: new Date(NOW - 121_000).toISOString() },
      { text: 'new', sent_at: new Date(NOW - 60_000).toISOString() },
      { text: 'theirs', author: agent, sent_at: new Date(NOW - 1_000).toISOString() },
    );
    expect(bubbles([it_]).map((it) => it.canRecall)).toEqual([false, true, false]);
  });

  it('says that a message was taken back, and nothing of what it said', () => {
    const it_ = conversation({ text: 'secret' }, { message_type: 'recall', target_seq: 1 });
    expect(JSON.stringify(items([it_]))).not.toContain('secret');
    expect(items([it_]).at(-1)?.kind).toBe('note');
  });

  it('asks for a contact outside office hours, until one is given', () => {
    const out = { message_type: 'event', author: system, event: { name: 'out_of_hours' } } as const;
    const given = { message_type: 'event', event: { name: 'contact' } } as const;
    const form = (it_: Conversation) => items([it_]).find((it) => it.kind === 'contact');
    expect(form(conversation(out))).toMatchObject({ done: false });
    expect(form(conversation(out, given))).toMatchObject({ done: true });
    expect(form(conversation(out, given, out))).toMatchObject({ done: true });
  });

  it('shows the plain text of events that it does not know', () => {
    const it_ = conversation({
      message_type: 'event',
      author: system,
      event: { name: 'novelty' },
      text: 'Something new',
    });
    expect(items([it_]).at(-1)).toMatchObject({ kind: 'note', text: 'Something new' });
  });

  it('asks for a rating when the conversation has ended', () => {
    const it_ = conversation({ text: 'bye' });
    it_.state = 'closed';
    expect(items([it_]).at(-1)?.kind).toBe('rating');
  });
});

describe('what the visitor does', () => {
  it('names the conversation that it is about', () => {
    const here = conversation();
    expect(addressed({ message_type: 'event', event: { name: 'close' } }, here)).toMatchObject({
      conversation_id: 'c',
    });
    expect(addressed({ message_type: 'text', text: 'yes', reply_to_seq: 3 }, here)).toMatchObject({
      conversation_id: 'c',
    });
    const thumb = {
      message_type: 'event',
      event: { name: 'feedback' },
      conversation_id: 'b',
    } as const;
    expect(addressed(thumb, here)).toMatchObject({ conversation_id: 'b' });
  });

  it('leaves to the server where a message goes that is about nothing', () => {
    expect(addressed({ message_type: 'text', text: 'hi' }, conversation())).not.toHaveProperty(
      'conversation_id',
    );
  });
});
