import type {
  ConversationHead,
  ConversationState,
  ConversationUpdate,
  Delivery,
  ErrorCode,
  Message,
  Party,
  PartyKind,
  ReadPosition,
  TypingNotice,
} from './frames.ts';
import { Timeline } from './timeline.ts';

/** After this many milliseconds without a further notice nobody is typing any more. */
export const TYPING_SHOWN_MS = 6_000;

/** What a client knows of one conversation. It changes in place; `Chat` tells when. */
export class Conversation {
  state: ConversationState | undefined;
  channelId: string | undefined;
  group: string | undefined;
  agent: Party | undefined;
  visitor: Party | undefined;
  /** 1 is next; only while queued. */
  queuePosition: number | undefined;
  reason: string | undefined;
  tags: Record<string, string> = {};
  /** The newest `seq` that the server told of; the timeline may still be catching up. */
  lastSeq = 0;
  /** Whether the newest messages are loaded, so that `messages` is the conversation's end. */
  loaded = false;
  /** Who types now, and what, where a preview is sent. */
  typing: { by: Party; preview?: string; until: number } | undefined;

  readonly timeline = new Timeline();
  readonly #reads = new Map<string, { by: Party; seq: number }>();
  #deliveredTo = new Map<PartyKind, number>();
  readonly #failures = new Map<number, ErrorCode | undefined>();

  constructor(readonly id: string) {}

  get epoch(): string {
    return this.timeline.epoch;
  }

  get messages(): readonly Message[] {
    return this.timeline.messages;
  }

  get hasOlder(): boolean {
    return this.timeline.hasOlder;
  }

  /** All up to this `seq` was read by someone of that kind (by that one, with an id); 0 when nothing was. */
  readBy(kind: PartyKind, id?: string): number {
    let most = 0;
    for (const { by, seq } of this.#reads.values()) {
      if (by.kind === kind && (id === undefined || by.id === id)) most = Math.max(most, seq);
    }
    return most;
  }

  /** All up to this `seq` reached a device of someone of that kind. */
  deliveredUpTo(kind: PartyKind): number {
    return Math.max(this.#deliveredTo.get(kind) ?? 0, this.readBy(kind));
  }

  /** Whether the message did not reach the other side, and why. */
  failure(seq: number): { code: ErrorCode | undefined } | undefined {
    return this.#failures.has(seq) ? { code: this.#failures.get(seq) } : undefined;
  }

  /** Messages of others after what `self` has read: exact in the loaded window, else an upper bound. */
  unread(self: Party): number {
    const read = this.readBy(self.kind, self.id);
    if (this.timeline.empty || this.timeline.first > read + 1) {
      return Math.max(0, Math.max(this.lastSeq, this.timeline.last) - read);
    }
    return this.messages.filter(
      (message) =>
        message.seq > read &&
        message.message_type !== 'event' &&
        (message.author?.kind !== self.kind || message.author.id !== self.id),
    ).length;
  }

  /** Whether the epoch changed: what was loaded is void. */
  takeHead(head: ConversationHead): boolean {
    const void_ = this.takeEpoch(head.epoch);
    this.state = head.state;
    this.channelId = head.channel_id ?? this.channelId;
    this.agent = head.agent;
    this.lastSeq = Math.max(this.lastSeq, head.last_seq ?? 0);
    this.takeReads(head.read ?? []);
    if (this.state !== 'queued') this.queuePosition = undefined;
    return void_;
  }

  takeUpdate(update: ConversationUpdate): void {
    if (update.epoch) this.takeEpoch(update.epoch);
    this.state = update.state ?? this.state;
    this.group = update.group ?? this.group;
    this.agent = update.agent ?? (this.state === 'assigned' ? this.agent : undefined);
    this.queuePosition = this.state === 'queued' ? update.queue_position : undefined;
    this.reason = update.reason;
    this.tags = update.tags ?? this.tags;
    this.channelId = update.channel_id ?? this.channelId;
    this.visitor = update.visitor ?? this.visitor;
    this.lastSeq = Math.max(this.lastSeq, update.last_seq ?? 0);
  }

  takeReads(reads: readonly ReadPosition[]): void {
    for (const { by, seq = 0 } of reads) {
      const key = `${by.kind}/${by.id}`;
      if (seq > (this.#reads.get(key)?.seq ?? 0)) this.#reads.set(key, { by, seq });
    }
  }

  takeDelivery(delivery: Delivery): void {
    const seq = delivery.seq ?? 0;
    if (delivery.state === 'failed') {
      this.#failures.set(seq, delivery.code);
    } else if (delivery.to) {
      const known = this.#deliveredTo.get(delivery.to.kind) ?? 0;
      this.#deliveredTo.set(delivery.to.kind, Math.max(known, seq));
    }
  }

  takeTyping(notice: TypingNotice, now: number): void {
    const { by, preview } = notice;
    this.typing = { by, until: now + TYPING_SHOWN_MS, ...(preview ? { preview } : {}) };
  }

  takeEpoch(epoch: string): boolean {
    if (epoch === this.epoch) return false;
    const known = this.epoch !== '';
    this.timeline.clear(epoch);
    this.loaded = false;
    if (known) {
      // Numbering may have gone back: what was counted in it says nothing any more.
      this.lastSeq = 0;
      this.#reads.clear();
      this.#deliveredTo = new Map();
      this.#failures.clear();
    }
    return known;
  }
}
