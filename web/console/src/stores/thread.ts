import type { Conversation, Message, OutboxEntry, Party } from '@kefu/client';
import { epoch, sameDay } from '../format/time.ts';

/** What the conversation shows, one under the other. */
export type Item =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'new'; key: string }
  | { kind: 'event'; key: string; message: Message }
  | { kind: 'message'; key: string; bubble: Bubble };

export type Mark = 'pending' | 'failed' | 'sent' | 'delivered' | 'read' | 'undelivered';

export interface Bubble {
  message: Message;
  at: number;
  own: boolean;
  /** Follows one of the same author closely: no name, no picture. */
  follows: boolean;
  mark: Mark | undefined;
  /** With `failed` and `undelivered`: the error code, as far as it is known. */
  failure: string;
  /** Not acknowledged yet: where it stands in the outbox. */
  entry: OutboxEntry | undefined;
  /** What the visitor thought of a bot's answer. */
  feedback: 'true' | 'false' | undefined;
  /** An edit or recall of it is on its way. */
  changing: boolean;
}

export interface ThreadInput {
  conversation: Conversation;
  outbox: readonly OutboxEntry[];
  self: Party;
  /** Only the last so many messages. */
  limit: number;
  /** Messages of others after this `seq` are new; 0 shows no marker. */
  newAfter: number;
}

/** Messages of one author within this are one group. */
const GROUP_MS = 4 * 60_000;

export function thread(input: ThreadInput): Item[] {
  const { conversation, self, newAfter } = input;
  const entries = input.outbox.filter(({ send }) => send.conversation_id === conversation.id);
  const known = conversation.messages;
  const messages = known.slice(Math.max(0, known.length - input.limit));
  const feedback = feedbackBySeq(messages);
  const changes = changesBySeq(entries);
  const items: Item[] = [];
  let before: Bubble | undefined;
  let day = 0;
  let marked = newAfter <= 0;
  for (const message of messages) {
    if (isFeedback(message)) continue;
    const at = epoch(message.sent_at);
    if (!day || !sameDay(day, at)) {
      items.push({ kind: 'day', key: `d${message.seq}`, at });
      before = undefined;
      day = at;
    }
    if (!marked && message.seq > newAfter && message.author?.kind === 'visitor') {
      items.push({ kind: 'new', key: 'new' });
      before = undefined;
      marked = true;
    }
    if (message.message_type === 'event' && !message.event?.button_id) {
      items.push({ kind: 'event', key: `s${message.seq}`, message });
      before = undefined;
      continue;
    }
    const bubble = stored(message, conversation, self);
    bubble.follows = follows(bubble, before);
    bubble.feedback = feedback.get(message.seq);
    applyChange(bubble, changes.get(message.seq));
    items.push({ kind: 'message', key: keyOf(message, self), bubble });
    before = bubble;
  }
  for (const entry of entries) {
    if (entry.send.message_type === 'edit' || entry.send.message_type === 'recall') continue;
    if (conversation.messages.some((it) => it.client_msg_id === entry.send.client_msg_id)) continue;
    const bubble = unsent(entry, self);
    bubble.follows = follows(bubble, before);
    items.push({ kind: 'message', key: `c${entry.send.client_msg_id}`, bubble });
    before = bubble;
  }
  return items;
}

/** One's own keep the key that they had in the outbox: the bubble stays where it is when the ack comes. */
function keyOf(message: Message, self: Party): string {
  return message.client_msg_id && isOwn(message, self)
    ? `c${message.client_msg_id}`
    : `s${message.seq}`;
}

function isOwn(message: Message, self: Party): boolean {
  return message.author?.kind === self.kind && message.author.id === self.id;
}

function stored(message: Message, conversation: Conversation, self: Party): Bubble {
  const failure = conversation.failure(message.seq);
  return {
    message,
    at: epoch(message.sent_at),
    own: isOwn(message, self),
    follows: false,
    mark: markOf(message, conversation),
    failure: failure?.code ?? '',
    entry: undefined,
    feedback: undefined,
    changing: false,
  };
}

/** Marks stand at what an agent sent to the visitor, whoever of the agents it was. */
function markOf(message: Message, conversation: Conversation): Mark | undefined {
  if (message.author?.kind !== 'agent' || message.private || message.recalled) return undefined;
  if (conversation.failure(message.seq)) return 'undelivered';
  if (conversation.readBy('visitor') >= message.seq) return 'read';
  return conversation.deliveredUpTo('visitor') >= message.seq ? 'delivered' : 'sent';
}

function unsent(entry: OutboxEntry, self: Party): Bubble {
  const { client_msg_id, conversation_id = '', ...content } = entry.send;
  return {
    message: { ...content, client_msg_id, conversation_id, epoch: '', seq: 0, author: self },
    at: entry.createdAt,
    own: true,
    follows: false,
    mark: entry.state,
    failure: entry.error ?? '',
    entry,
    feedback: undefined,
    changing: false,
  };
}

function follows(bubble: Bubble, before: Bubble | undefined): boolean {
  if (!before || bubble.message.recalled || before.message.recalled) return false;
  const a = bubble.message.author;
  const b = before.message.author;
  return (
    a?.kind === b?.kind &&
    a?.id === b?.id &&
    Boolean(bubble.message.private) === Boolean(before.message.private) &&
    bubble.at - before.at < GROUP_MS
  );
}

function isFeedback(message: Message): boolean {
  return (
    message.message_type === 'event' &&
    message.event?.name === 'feedback' &&
    Boolean(message.target_seq)
  );
}

function feedbackBySeq(messages: readonly Message[]): Map<number, 'true' | 'false'> {
  const found = new Map<number, 'true' | 'false'>();
  for (const message of messages) {
    if (!isFeedback(message) || !message.target_seq) continue;
    found.set(message.target_seq, message.event?.data?.helpful === 'true' ? 'true' : 'false');
  }
  return found;
}

function changesBySeq(entries: readonly OutboxEntry[]): Map<number, OutboxEntry> {
  const found = new Map<number, OutboxEntry>();
  for (const entry of entries) {
    if (entry.send.target_seq && entry.state === 'pending') found.set(entry.send.target_seq, entry);
  }
  return found;
}

/** An edit shows at once, as what it will be. */
function applyChange(bubble: Bubble, change: OutboxEntry | undefined): void {
  if (!change) return;
  bubble.changing = true;
  if (change.send.message_type === 'edit') {
    bubble.message = { ...bubble.message, text: change.send.text ?? '' };
  }
}

/** Whether the author may still take it back or change it. A little early, since the server's clock decides. */
export function withinWindow(at: number, now: number, windowMs: number): boolean {
  return now - at < windowMs - 2_000;
}
