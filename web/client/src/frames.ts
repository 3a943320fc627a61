/**
 * The client protocol, version 1, in its JSON form: each frame is an object with exactly one key, its kind. A field at
 * its zero value is left out on the wire, so most are optional here. Unknown kinds, fields and enum words may arrive from
 * a newer server and are skipped.
 */

export type PartyKind = 'visitor' | 'agent' | 'bot' | 'system';
export type MessageType =
  | 'text'
  | 'image'
  | 'voice'
  | 'file'
  | 'card'
  | 'event'
  | 'recall'
  | 'edit';
export type ConversationState = 'bot' | 'queued' | 'assigned' | 'closed';
export type DeliveryState = 'delivered' | 'failed';
export type AgentStatus = 'online' | 'away' | 'offline';
export type GoAwayReason = 'drain' | 'upgrade' | 'rebalance';
export type ErrorCode =
  | 'bad_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported_type'
  | 'rate_limited'
  | 'overloaded'
  | 'unavailable'
  | 'internal';

// ---- Parts ----

export interface Party {
  kind: PartyKind;
  id: string;
  name?: string;
}

export interface FileRef {
  file_id: string;
  name?: string;
  mime_type?: string;
  size?: number;
  width?: number;
  height?: number;
  duration_ms?: number;
  thumbnail_file_id?: string;
}

export interface CardButton {
  id: string;
  label?: string;
  url?: string;
}

export interface Card {
  title?: string;
  text?: string;
  image_file_id?: string;
  buttons?: CardButton[];
}

export interface EventPart {
  name: string;
  button_id?: string;
  data?: Record<string, string>;
}

export interface ReadPosition {
  by: Party;
  seq?: number;
}

/** One message of a conversation. `hidden` stands for one that the reader may not see: it only holds its place. */
export interface Message {
  conversation_id: string;
  epoch: string;
  /** 1, 2, 3 … with no gap. */
  seq: number;
  message_id?: string;
  client_msg_id?: string;
  channel_id?: string;
  author?: Party;
  message_type?: MessageType;
  text?: string;
  file?: FileRef;
  card?: Card;
  event?: EventPart;
  target_seq?: number | undefined;
  reply_to_seq?: number | undefined;
  private?: boolean;
  hidden?: boolean;
  /** RFC 3339, UTC, milliseconds. */
  sent_at?: string;
  recalled?: boolean;
  edited?: boolean;
}

// ---- From the client ----

export interface ClientInfo {
  name: string;
  version: string;
  /** One running tab: an equal one replaces the older connection (close 4409). */
  instance_id: string;
  device_id: string;
  locale?: string;
  time_zone?: string;
}

export interface Resume {
  conversation_id: string;
  epoch: string;
  last_seq: number;
}

export interface Hello {
  token: string;
  client: ClientInfo;
  capabilities?: string[];
  resume?: Resume[];
}

export interface Send {
  /** 1 to 64 characters, unique per author for 7 days. */
  client_msg_id: string;
  conversation_id?: string | undefined;
  message_type: MessageType;
  /** At most 8,000 code points. */
  text?: string;
  file?: FileRef;
  card?: Card;
  event?: EventPart;
  target_seq?: number | undefined;
  reply_to_seq?: number | undefined;
  private?: boolean;
}

export interface Typing {
  conversation_id: string;
  preview?: string;
}

export interface ReadUpTo {
  conversation_id: string;
  seq: number;
}

export interface ClientFrames {
  hello: Hello;
  token: { token: string };
  send: Send;
  read: ReadUpTo;
  typing: Typing;
  ping: { nonce: string };
}

// ---- From the server ----

export interface ConversationHead {
  conversation_id: string;
  epoch: string;
  last_seq?: number;
  state: ConversationState;
  channel_id?: string;
  agent?: Party;
  read?: ReadPosition[];
}

export interface Welcome {
  connection_id: string;
  self: Party;
  heartbeat_interval_ms: number;
  conversations?: ConversationHead[];
  server_time: string;
  capabilities?: string[];
}

export interface Ack {
  client_msg_id: string;
  conversation_id: string;
  epoch: string;
  seq: number;
  message_id: string;
  sent_at: string;
  duplicate?: boolean;
}

export interface ReadMark {
  conversation_id: string;
  by: Party;
  seq?: number;
}

export interface Delivery {
  conversation_id: string;
  seq?: number;
  to?: { kind: PartyKind; id: string; device_id?: string };
  state: DeliveryState;
  code?: ErrorCode;
}

export interface TypingNotice {
  conversation_id: string;
  by: Party;
  preview?: string;
}

export interface ConversationUpdate {
  conversation_id: string;
  state?: ConversationState;
  group?: string;
  agent?: Party;
  queue_position?: number;
  reason?: string;
  tags?: Record<string, string>;
  channel_id?: string;
  epoch?: string;
  last_seq?: number;
  visitor?: Party;
}

export interface Presence {
  agent_id: string;
  status: AgentStatus;
  load?: number;
  capacity?: number;
  name?: string;
}

export interface Reset {
  conversation_id: string;
  epoch: string;
  last_seq?: number;
}

export interface ErrorFrame {
  code: ErrorCode;
  message?: string;
  client_msg_id?: string;
  retry_after_ms?: number;
  incident?: string;
}

export interface GoAway {
  reason: GoAwayReason;
  reconnect_after_ms?: number;
}

export interface ServerFrames {
  welcome: Welcome;
  ack: Ack;
  message: Message;
  read: ReadMark;
  delivery: Delivery;
  typing: TypingNotice;
  conversation: ConversationUpdate;
  presence: Presence;
  reset: Reset;
  pong: { nonce?: string };
  error: ErrorFrame;
  goaway: GoAway;
}

/** `{hello: …}` or `{send: …}` or …: exactly one key. */
export type ClientFrame = OneOf<ClientFrames>;
export type ServerFrame = OneOf<ServerFrames>;
export type ServerFrameKind = keyof ServerFrames;

type OneOf<T> = { [K in keyof T]: { [P in K]: T[K] } }[keyof T];

/** The subprotocol of these frames. */
export const SUBPROTOCOL = 'kefu.v1.json';

/** Close codes of the protocol that a client acts on. */
export const CLOSE = {
  done: 1000,
  leaving: 1001,
  too_big: 1009,
  bad_frame: 4400,
  unauthenticated: 4401,
  forbidden: 4403,
  no_hello: 4408,
  replaced: 4409,
  heartbeat: 4410,
  rate_limited: 4429,
  overloaded: 4503,
} as const;

/** Names of `system` messages with `message_type: "event"`. Unknown names may come: show the message's `text`. */
export type SystemEventName =
  | 'assigned'
  | 'transferred'
  | 'closed'
  | 'reopened'
  | 'reminder'
  | 'out_of_hours'
  | 'leave_message'
  | 'handover';
