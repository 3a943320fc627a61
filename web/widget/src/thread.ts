import type {
  Conversation,
  Draft,
  EventPart,
  Message,
  OutboxEntry,
  Party,
  Send,
} from '@kefu/client';
import { dayOf, midnight, soon, timeOf } from './format.ts';
import * as words from './words.ts';

export type Status = 'pending' | 'failed' | 'sent' | 'delivered' | 'read';

/** A message, or one that waits to be sent. */
type Said = Partial<Message> | (Send & { recalled?: never; edited?: never });

export interface Bubble {
  kind: 'bubble';
  key: string;
  mine: boolean;
  author: string;
  authorKind: Party['kind'];
  /** First and last of a run by one author. */
  first: boolean;
  last: boolean;
  time: string;
  body: Said & { blob?: Blob };
  conversationId?: string;
  seq?: number;
  quote?: { author: string; text: string } | undefined;
  status?: Status;
  problem?: string | undefined;
  canReply?: boolean;
  canRecall?: boolean;
  /** On bot answers: what the visitor said of it, or that it was not asked yet. */
  helpful?: string | undefined;
}

export type Item =
  | { kind: 'day' | 'note' | 'earlier'; key: string; text: string }
  | Bubble
  | { kind: 'contact'; key: string; conversationId: string; text: string; done: boolean }
  | { kind: 'rating'; key: string; conversationId: string };

export interface ThreadInput {
  conversations: readonly Conversation[];
  entries: readonly OutboxEntry[];
  now: number;
  recallWindowMs: number;
  greeting: string;
  /** Whether the thread begins with what is known of it. */
  whole: boolean;
  /** Whether the visitor may still rate it. */
  ratable: (conversation: Conversation) => boolean;
}

/** Messages of one author this close together stand as one run. */
const RUN_MS = 4 * 60_000;
const SYSTEM: Party = { kind: 'system', id: '' };
/** What is seen as a bubble while it waits to be sent. */
const BUBBLES = ['text', 'image', 'file'];

/** What stands in the thread, in order: a pure function of what is known. */
export function threadItems(input: ThreadInput): Item[] {
  const { conversations, entries, now } = input;
  const items: Item[] = [];
  const current = conversations.at(-1);
  let previous: Bubble | undefined;
  let previousAt = 0;
  let day = 0;

  function push(item: Item): void {
    items.push(item);
    previous = undefined;
  }

  function note(key: string, text: string | undefined): void {
    if (text) push({ kind: 'note', key, text });
  }

  function bubble(part: Omit<Bubble, 'kind' | 'first' | 'last' | 'time'>, at: number): void {
    const on = midnight(at);
    if (on > day) push({ kind: 'day', key: `day-${on}`, text: dayOf(at, now) });
    day = Math.max(day, on);
    const goesOn =
      previous?.authorKind === part.authorKind &&
      previous.author === part.author &&
      at - previousAt < RUN_MS;
    if (goesOn && previous) previous.last = false;
    previous = { kind: 'bubble', first: !goesOn, last: true, time: timeOf(at), ...part };
    previousAt = at;
    items.push(previous);
  }

  function said(conversation: Conversation, message: Message): void {
    const { author = SYSTEM, seq, client_msg_id, sent_at, recalled } = message;
    const mine = author.kind === 'visitor';
    const name = nameOf(author);
    const key = (mine && client_msg_id) || keyOf(message);
    if (recalled) {
      note(key, mine ? words.recalledByYou : words.recalledBy(name));
      return;
    }
    const at = Date.parse(sent_at ?? '') || now;
    const open = conversation.state !== 'closed';
    const answer = author.kind === 'bot' && message.message_type === 'text';
    bubble(
      {
        key,
        mine,
        author: name,
        authorKind: author.kind,
        conversationId: conversation.id,
        seq,
        body: message,
        // A bot quotes what it answers: that is plain when it stands right above.
        quote: previous?.seq === message.reply_to_seq ? undefined : quoteOf(conversation, message),
        canReply: open,
        canRecall: mine && open && now - at < input.recallWindowMs,
        ...(mine ? { status: statusOf(conversation, seq) } : {}),
        helpful: answer ? (helpful(conversation, seq) ?? (open ? 'ask' : undefined)) : undefined,
      },
      at,
    );
  }

  /** What the visitor said of an answer, sent or still in the outbox. */
  function helpful(conversation: Conversation, seq: number): string | undefined {
    const given = (it: Said) =>
      it.event?.name === 'feedback' &&
      it.target_seq === seq &&
      it.conversation_id === conversation.id;
    const all: readonly Said[] = [...conversation.messages, ...entries.map((it) => it.send)];
    return all.find(given)?.event?.data?.helpful;
  }

  /** Whether the visitor has left a contact after that message, or it waits in the outbox. */
  function answered(conversation: Conversation, seq: number): boolean {
    const isIt = (it: Said) => it.event?.name === 'contact';
    return (
      conversation.state === 'closed' ||
      entries.some((it) => isIt(it.send)) ||
      conversation.messages.some((it) => it.seq > seq && isIt(it))
    );
  }

  function happened(conversation: Conversation, message: Message): void {
    const { event, author, text, seq } = message;
    const { name = '', data = {} } = event ?? {};
    const key = keyOf(message);
    if (author?.kind === 'visitor') {
      if (name === 'contact') note(key, words.contactSent);
    } else if (name === 'out_of_hours' || name === 'leave_message') {
      push({
        kind: 'contact',
        key,
        conversationId: conversation.id,
        text: name === 'out_of_hours' ? words.outOfHours(soon(data.opens_at)) : words.leaveMessage,
        done: answered(conversation, seq),
      });
    } else if (name === 'reminder') {
      said(conversation, message);
    } else {
      note(key, eventText(event) ?? text);
    }
  }

  function unsent({ send, state, error, attachment, createdAt }: OutboxEntry): void {
    const { client_msg_id: key, message_type } = send;
    const acked = conversations.some((it) => it.messages.some((m) => m.client_msg_id === key));
    if (acked || !BUBBLES.includes(message_type)) return;
    const { blob, name = '' } = attachment ?? {};
    const failed = state === 'failed';
    bubble(
      {
        key,
        mine: true,
        author: words.you,
        authorKind: 'visitor',
        body: blob ? { ...send, blob, file: { file_id: '', name, size: blob.size } } : send,
        quote: current && quoteOf(current, send),
        status: failed ? 'failed' : 'pending',
        problem: blob && error === 'unsupported_type' ? words.badType : undefined,
      },
      createdAt,
    );
  }

  if (input.whole) {
    const body = { text: input.greeting };
    const start = Date.parse(conversations[0]?.messages[0]?.sent_at ?? '');
    bubble({ key: '', mine: false, author: words.bot, authorKind: 'bot', body }, start || now);
  }
  for (const conversation of conversations) {
    const { id, messages } = conversation;
    if (conversation !== conversations[0])
      push({ kind: 'earlier', key: `new-${id}`, text: words.earlier });
    for (const message of messages) {
      if (message.message_type === 'event') happened(conversation, message);
      else said(conversation, message);
    }
  }
  entries.forEach(unsent);
  if (current?.state === 'closed' && input.ratable(current)) {
    push({ kind: 'rating', key: `rate-${current.id}`, conversationId: current.id });
  }
  return items;
}

function statusOf(conversation: Conversation, seq: number): Status {
  if (conversation.failure(seq)) return 'failed';
  if (conversation.readBy('agent') >= seq) return 'read';
  return conversation.deliveredUpTo('agent') >= seq ? 'delivered' : 'sent';
}

function quoteOf(conversation: Conversation, message: Said): Bubble['quote'] {
  const quoted = conversation.timeline.get(message.reply_to_seq ?? 0);
  if (!quoted || quoted.recalled) return undefined;
  return { author: nameOf(quoted.author ?? SYSTEM), text: snippet(quoted) };
}

/** A bot's name is the one that its document has: it says nothing to visitors. */
function nameOf({ kind, name }: Party): string {
  if (kind === 'visitor') return words.you;
  return kind === 'agent' ? name || words.agent : words.bot;
}

/** One line that stands for the message. */
export function snippet(message: Said): string {
  const picture = message.message_type === 'image' && words.picture;
  const text = message.text || picture || message.file?.name || message.card?.title || words.file;
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

/** What a system event says; nothing for names that a newer server made. */
export function eventText(event: EventPart | undefined): string | undefined {
  const data = event?.data ?? {};
  switch (event?.name) {
    case 'assigned':
      return words.joined(data.agent_name || words.agent);
    case 'transferred':
      return words.transferred(data.agent_name ?? '');
    case 'closed':
      return words.closedBy[data.by ?? 'agent'] ?? words.closedBy.agent;
    case 'reopened':
      return words.reopened;
    case 'handover':
      return words.handover;
    default:
      return undefined;
  }
}

function keyOf(message: Message): string {
  return `${message.conversation_id}:${message.seq}`;
}

/** What is about this conversation stays with it, also when it is closed meanwhile. */
export function addressed(draft: Draft, here?: Conversation): Draft {
  const { event, reply_to_seq } = draft;
  return event || reply_to_seq ? { conversation_id: here?.id, ...draft } : draft;
}
