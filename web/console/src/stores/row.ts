import type {
  Conversation,
  ConversationInfo,
  ConversationState,
  Message,
  MessageType,
  Party,
} from '@kefu/client';
import { folded, oneLine, shorten } from '../format/text.ts';
import { epoch } from '../format/time.ts';

/** One line of the conversation list: what is known, worked out for showing. Replaced as a whole at each change. */
export interface Row {
  id: string;
  state: ConversationState;
  channel: string;
  group: string;
  agent: Party | undefined;
  mine: boolean;
  visitor: string;
  /** As the visitor or its identity gave it; may be empty. */
  visitorName: string;
  tags: Record<string, string>;
  /** 0 for everyone who is no VIP. */
  vip: number;
  urgent: boolean;
  complaint: boolean;
  last: LastMessage | undefined;
  /** Epoch milliseconds of the latest activity. */
  at: number;
  /** Since when the visitor waits for a person (epoch milliseconds); 0 when it does not. */
  waitingSince: number;
  queuePosition: number;
  unread: number;
  typing: boolean;
  /** What the filter looks in. */
  haystack: string;
}

export interface LastMessage {
  author: Party | undefined;
  type: MessageType;
  text: string;
  private: boolean;
}

export interface Reader {
  id: string;
}

/** What was seen live of a conversation whose messages are not loaded. */
export interface Tail {
  /** `seq` of visitors' messages, ascending; bounded. */
  visitorSeqs: readonly number[];
  waitingSince: number;
}

export const EMPTY_TAIL: Tail = { visitorSeqs: [], waitingSince: 0 };
const TAIL_MOST = 200;

/** The tail after one more live message. */
export function follow(tail: Tail, message: Message): Tail {
  const author = message.author?.kind;
  if (author === 'visitor' && isSpoken(message)) {
    return {
      visitorSeqs: [...tail.visitorSeqs.slice(1 - TAIL_MOST), message.seq],
      waitingSince: tail.waitingSince || epoch(message.sent_at),
    };
  }
  return isAnswer(message) ? { ...tail, waitingSince: 0 } : tail;
}

export function rowOf(
  info: ConversationInfo,
  self: Reader,
  conversation: Conversation | undefined,
  tail: Tail,
): Row {
  const tags = { ...texts(info.visitor?.tags), ...texts(info.tags) };
  const last = lastOf(info, conversation);
  const mine = info.state === 'assigned' && info.agent?.id === self.id;
  return {
    id: info.conversation_id,
    state: info.state,
    channel: info.channel_id ?? '',
    group: info.group ?? '',
    agent: info.state === 'assigned' || info.state === 'closed' ? info.agent : undefined,
    mine,
    visitor: info.visitor?.id ?? '',
    visitorName: oneLine(info.visitor?.name ?? ''),
    tags,
    vip: vipLevel(tags),
    urgent: isUrgent(tags),
    complaint: isTrue(tags.complaint_risk),
    last,
    at: Math.max(epoch(info.updated_at), epoch(info.last_message?.sent_at), epoch(info.created_at)),
    waitingSince: waitingSince(info, conversation, tail),
    queuePosition: info.state === 'queued' ? (info.queue_position ?? 0) : 0,
    unread: unread(info, self, conversation, tail),
    typing: conversation?.typing?.by.kind === 'visitor',
    haystack: folded(
      [
        info.visitor?.name,
        info.visitor?.external_id,
        info.channel_id,
        info.agent?.name,
        info.group,
        last?.text,
        ...Object.entries(tags).flat(),
      ].join(' '),
    ),
  };
}

/**
 * Visitors' messages after what `self` has read. Exact once the messages are loaded; before that, those that came live,
 * and at least one when the list's last message is a visitor's and unread.
 */
export function unread(
  info: ConversationInfo,
  self: Reader,
  conversation: Conversation | undefined,
  tail: Tail,
): number {
  if (info.state === 'closed') return 0;
  const read = readSeq(info, self);
  const timeline = conversation?.timeline;
  if (conversation?.loaded && timeline && timeline.first <= read + 1) {
    return conversation.messages.filter(
      (message) => message.seq > read && message.author?.kind === 'visitor' && isSpoken(message),
    ).length;
  }
  const live = tail.visitorSeqs.filter((seq) => seq > read).length;
  const last = info.last_message;
  return live || (last?.author?.kind === 'visitor' && last.seq > read ? 1 : 0);
}

/** All up to here is read by `self`: by mark, or because it wrote the last message itself. */
export function readSeq(info: ConversationInfo, self: Reader): number {
  let most = 0;
  for (const { by, seq = 0 } of info.read ?? []) {
    if (by.kind === 'agent' && by.id === self.id) most = Math.max(most, seq);
  }
  const last = info.last_message;
  return last?.author?.kind === 'agent' && last.author.id === self.id
    ? Math.max(most, last.seq)
    : most;
}

function waitingSince(
  info: ConversationInfo,
  conversation: Conversation | undefined,
  tail: Tail,
): number {
  if (info.state === 'closed' || info.state === 'bot') return 0;
  if (info.state === 'queued') {
    return epoch(info.routing?.at(-1)?.at) || epoch(info.updated_at) || epoch(info.created_at);
  }
  if (conversation?.loaded) return waitingIn(conversation.messages);
  if (tail.waitingSince) return tail.waitingSince;
  const last = info.last_message;
  return last?.author?.kind === 'visitor' ? epoch(last.sent_at) : 0;
}

/** When the first visitor's message after the last answer was sent. */
export function waitingIn(messages: readonly Message[]): number {
  let since = 0;
  for (let i = messages.length - 1; i >= 0; i--) {
    const message = messages[i];
    if (!message || isAnswer(message)) break;
    if (message.author?.kind === 'visitor' && isSpoken(message)) since = epoch(message.sent_at);
  }
  return since;
}

function isSpoken(message: Message): boolean {
  const type = message.message_type;
  return (
    type !== 'event' && type !== 'recall' && type !== 'edit' && !message.recalled && !message.hidden
  );
}

function isAnswer(message: Message): boolean {
  const kind = message.author?.kind;
  return (kind === 'agent' || kind === 'bot') && !message.private && isSpoken(message);
}

function lastOf(
  info: ConversationInfo,
  conversation: Conversation | undefined,
): LastMessage | undefined {
  const known = conversation?.loaded ? conversation.messages.findLast(isSpoken) : undefined;
  const last: Partial<Message> | undefined = known ?? info.last_message;
  if (!last) return undefined;
  return {
    author: last.author,
    type: last.message_type ?? 'text',
    text: shorten(oneLine(last.text || last.file?.name || ''), 120),
    private: last.private ?? false,
  };
}

/** An identity may give numbers and flags. */
export function texts(
  tags: Record<string, string | number | boolean> | undefined,
): Record<string, string> {
  return Object.fromEntries(Object.entries(tags ?? {}).map(([tag, value]) => [tag, String(value)]));
}

function vipLevel(tags: Record<string, string>): number {
  const level = Number(tags.vip_level);
  if (Number.isFinite(level) && level > 0) return level;
  return isTrue(tags.vip) ? 1 : 0;
}

function isUrgent(tags: Record<string, string>): boolean {
  return ['urgent', 'high'].includes((tags.priority ?? '').toLowerCase()) || isTrue(tags.urgent);
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && ['', 'true', '1', 'yes', 'high'].includes(value.toLowerCase());
}
