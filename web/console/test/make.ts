import type { ConversationInfo, Message, Party } from '@kefu/client';
import { Conversation } from '@kefu/client';

export const ME: Party = { kind: 'agent', id: 'a1', name: 'Lin' };
export const OTHER: Party = { kind: 'agent', id: 'a2', name: 'Grace' };
export const VISITOR: Party = { kind: 'visitor', id: 'v1', name: '王芳' };
export const BOT: Party = { kind: 'bot', id: 'bot' };
export const SYSTEM: Party = { kind: 'system', id: 'system' };

const START = Date.parse('2026-11-20T08:00:00.000Z');

export function at(seq: number): string {
  return new Date(START + seq * 60_000).toISOString();
}

export function message(seq: number, author: Party, more: Partial<Message> = {}): Message {
  return {
    conversation_id: 'c1',
    epoch: 'e1',
    seq,
    author,
    message_type: 'text',
    text: `message ${seq}`,
    sent_at: at(seq),
    ...more,
  };
}

export function info(more: Partial<ConversationInfo> = {}): ConversationInfo {
  return {
    conversation_id: 'c1',
    epoch: 'e1',
    state: 'assigned',
    agent: ME,
    visitor: { id: 'v1', name: '王芳' },
    created_at: at(0),
    ...more,
  };
}

/** A conversation whose messages are all loaded. */
export function loaded(...messages: Message[]): Conversation {
  const conversation = new Conversation('c1');
  conversation.takeEpoch('e1');
  conversation.timeline.addPage(messages, true);
  conversation.loaded = true;
  conversation.lastSeq = messages.at(-1)?.seq ?? 0;
  return conversation;
}

/** What a browser's storage does, for one test. */
export class Shelf {
  readonly kept = new Map<string, string>();
  full = false;
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.full) throw new DOMException('full', 'QuotaExceededError');
    this.kept.set(key, value);
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
}
