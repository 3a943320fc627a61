import { Connection, type ConnectionEvents, type Credentials } from './connection.ts';
import { Conversation, TYPING_SHOWN_MS } from './conversation.ts';
import { Emitter } from './emitter.ts';
import { ApiError } from './errors.ts';
import { type Exclusive, exclusiveAcrossTabs, unshared } from './exclusive.ts';
import type {
  Ack,
  ClientInfo,
  ErrorFrame,
  Message,
  Party,
  Presence,
  Reset,
  Resume,
  Welcome,
} from './frames.ts';
import { Outbox } from './outbox.ts';
import {
  type Draft,
  MemoryOutboxStore,
  type OutboxEntry,
  type OutboxStore,
} from './outbox-store.ts';
import { ReadMarks } from './read-marks.ts';
import type { Rest } from './rest.ts';
import type { SocketFactory } from './socket.ts';
import { Throttle } from './throttle.ts';
import type { Trace } from './trace.ts';

export interface ChatOptions<R extends Rest = Rest> {
  role: 'visitor' | 'agent';
  rest: R;
  /** `ws://…/ws/v1`. */
  url: string;
  client: ClientInfo;
  credentials: Credentials;
  capabilities?: string[];
  /** Default: in memory. */
  store?: OutboxStore;
  /** Names what the tabs of one person share (lock and channel); none: this page is alone. */
  shared?: string | undefined;
  exclusive?: Exclusive;
  socket?: SocketFactory;
  trace?: Trace | undefined;
}

export type ChatEvents = {
  state: ConnectionEvents['state'];
  welcome: Welcome;
  /** Something about it changed: state, messages, marks, typing. */
  conversation: Conversation;
  /** A message that was not known before, once per `seq`; `live`: it was not read from history. */
  message: { conversation: Conversation; message: Message; live: boolean };
  outbox: readonly OutboxEntry[];
  failed: { entry: OutboxEntry };
  presence: Presence;
  /** An error that concerns no message in the outbox. */
  error: ErrorFrame;
};

const PAGE = 50;
const FILL_PAGE = 200;
/** A gap longer than this is not fetched whole: the newest page takes the window's place. */
const FILL_MOST = 1_000;
/** A message may overtake the ack of the one before it by this much. */
const GAP_GRACE_MS = 250;
/** The most conversations that a reconnect asks to resume; the others are compared with `welcome`. */
const RESUME_MOST = 100;
const SETTLE_MS = 2_000;
const FILL_RETRY_MS = 3_000;
const TYPING_EVERY_MS = 2_500;

/**
 * What a visitor or an agent sees: conversations without gaps or doubles, and an outbox that loses nothing. It lies over
 * one {@link Connection}, and reads what that lacks by {@link Rest}.
 */
export class Chat<R extends Rest = Rest> extends Emitter<ChatEvents> {
  readonly rest: R;
  readonly connection: Connection;
  readonly outbox: Outbox;
  #selfParty: Party | undefined;
  readonly #known = new Map<string, Conversation>();
  /** Conversations whose history is wanted whole at its end, now and after each reconnect. */
  readonly #opened = new Set<string>();
  readonly #filling = new Map<string, Promise<void>>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #marks: ReadMarks;
  readonly #typingThrottle = new Throttle(TYPING_EVERY_MS);

  constructor(private readonly options: ChatOptions<R>) {
    super();
    this.rest = options.rest;
    const { trace, shared } = options;
    this.connection = new Connection({
      url: options.url,
      client: options.client,
      credentials: options.credentials,
      resume: () => this.#resume(),
      capabilities: options.capabilities,
      socket: options.socket,
      trace,
    });
    this.outbox = new Outbox({
      store: options.store ?? new MemoryOutboxStore(),
      exclusive: options.exclusive ?? (shared ? exclusiveAcrossTabs(shared) : unshared),
      tabs: shared,
      lane: options.role === 'agent' ? (send) => send.conversation_id ?? '' : () => '',
      road: {
        online: () => this.connection.state === 'online',
        send: (send) => this.connection.send('send', send),
        upload: ({ blob, name }, key) => this.rest.upload(blob, name, key),
        suspect: () => this.connection.restart(),
      },
    });
    this.#marks = new ReadMarks(
      (conversation_id, seq) => this.connection.send('read', { conversation_id, seq }),
      (id) => this.#ownRead(id),
    );
    this.#listen();
  }

  /** Who this client is; unknown before the first `welcome`. */
  get self(): Party | undefined {
    return this.#selfParty;
  }

  get conversations(): readonly Conversation[] {
    return [...this.#known.values()];
  }

  conversation(id: string): Conversation | undefined {
    return this.#known.get(id);
  }

  /** Reads what an earlier page left unsent, and connects. */
  async start(): Promise<void> {
    await this.outbox.load();
    this.connection.start();
  }

  stop(): void {
    this.connection.stop();
    this.outbox.close();
    this.#marks.stop();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Loads the newest messages, and keeps the conversation loaded from now on. Rejects with an {@link ApiError}. */
  async open(id: string): Promise<Conversation> {
    const conversation = this.#ensure(id);
    this.#opened.add(id);
    if (!conversation.loaded) await this.#loadNewest(conversation);
    return conversation;
  }

  /** No longer kept loaded after a reconnect; what is loaded stays until then. */
  release(id: string): void {
    this.#opened.delete(id);
  }

  /** Forgets all that is known of it, messages included; a frame about it begins it anew. */
  forget(id: string): void {
    this.#opened.delete(id);
    this.#known.delete(id);
    this.#marks.forget(id);
  }

  /** Whether there may be still older ones. */
  async loadOlder(id: string, limit = PAGE): Promise<boolean> {
    const conversation = this.#ensure(id);
    const { timeline } = conversation;
    if (!timeline.hasOlder) return false;
    const page = await this.rest.messages(id, { before: timeline.first, limit });
    this.#takePage(conversation, page.items, false);
    return timeline.hasOlder;
  }

  /** Resolves when the message is stored; `outbox` and `message` tell the rest. */
  send(draft: Draft): Promise<OutboxEntry> {
    if (draft.conversation_id) this.#typingThrottle.reset(draft.conversation_id);
    // Whoever writes does not want to wait for the back-off.
    if (this.connection.state === 'waiting') this.connection.check();
    return this.outbox.add(draft);
  }

  retry(clientMsgId: string): Promise<void> {
    return this.outbox.retry(clientMsgId);
  }

  discard(clientMsgId: string): Promise<void> {
    return this.outbox.discard(clientMsgId);
  }

  /** All up to `seq` (default: the last message of others) is read; sent until the server tells so. */
  markRead(id: string, seq?: number): void {
    const conversation = this.#known.get(id);
    const others = (it: Message) => it.author?.kind !== this.#selfParty?.kind;
    const upTo = seq ?? conversation?.messages.findLast(others)?.seq ?? 0;
    if (this.#selfParty && upTo > this.#ownRead(id)) this.#marks.mark(id, upTo);
  }

  #ownRead(id: string): number {
    const self = this.#selfParty;
    return (self && this.#known.get(id)?.readBy(self.kind, self.id)) ?? 0;
  }

  /** Call at each key stroke: notices go out seldom. */
  typing(id: string, preview?: string): void {
    this.#typingThrottle.run(id, () =>
      this.connection.send('typing', {
        conversation_id: id,
        ...(preview ? { preview: preview.slice(0, 500) } : {}),
      }),
    );
  }

  #listen(): void {
    const { connection, outbox } = this;
    connection.on('state', (state) => this.emit('state', state));
    connection.on('welcome', (welcome) => this.#welcomed(welcome));
    connection.on('message', (message) => this.#received(message));
    connection.on('ack', (ack) => outbox.acknowledged(ack));
    connection.on('error', (error) => {
      outbox.refused(error);
      if (!error.client_msg_id) this.emit('error', error);
    });
    connection.on('down', ({ code }) => outbox.down(code));
    connection.on('reset', (reset) => this.#reset(reset));
    connection.on('presence', (presence) => this.emit('presence', presence));
    connection.on('read', (mark) =>
      this.#change(mark.conversation_id, (conversation) => conversation.takeReads([mark])),
    );
    connection.on('delivery', (delivery) =>
      this.#change(delivery.conversation_id, (conversation) => conversation.takeDelivery(delivery)),
    );
    connection.on('conversation', (update) =>
      this.#change(update.conversation_id, (conversation) => conversation.takeUpdate(update)),
    );
    connection.on('typing', (notice) => {
      this.#change(notice.conversation_id, (it) => it.takeTyping(notice, Date.now()));
      this.#later(TYPING_SHOWN_MS + 50, () => this.#typingEnded(notice.conversation_id));
    });
    outbox.on('acked', ({ entry, ack, ms }) => this.#acked(entry, ack, ms));
    outbox.on('failed', (failure) => this.emit('failed', failure));
    outbox.on('changed', (entries) => {
      const failed = entries.filter((entry) => entry.state === 'failed').length;
      this.options.trace?.({
        at: Date.now(),
        kind: 'outbox',
        pending: entries.length - failed,
        failed,
      });
      this.emit('outbox', entries);
    });
  }

  #welcomed(welcome: Welcome): void {
    this.#selfParty = welcome.self;
    for (const head of welcome.conversations ?? []) {
      this.#change(head.conversation_id, (conversation) => {
        conversation.takeHead(head);
      });
    }
    this.emit('welcome', welcome);
    this.#marks.resend();
    this.outbox.kick();
    for (const id of this.#opened) {
      const conversation = this.#ensure(id);
      if (!conversation.loaded) this.#load(conversation);
    }
    // The replay needs a moment; what it left out is then fetched.
    this.#later(SETTLE_MS, () => {
      for (const conversation of this.#known.values()) {
        const { timeline, loaded, lastSeq } = conversation;
        if (loaded && (timeline.gap || timeline.last < lastSeq)) this.#fill(conversation);
      }
    });
  }

  #resume(): Resume[] {
    return [...this.#known.values()]
      .filter((it) => it.loaded && !it.timeline.empty)
      .sort((a, b) => rank(this.#opened, b) - rank(this.#opened, a))
      .slice(0, RESUME_MOST)
      .map((it) => ({ conversation_id: it.id, epoch: it.epoch, last_seq: it.timeline.last }));
  }

  #received(message: Message): void {
    const conversation = this.#ensure(message.conversation_id);
    if (conversation.takeEpoch(message.epoch) && this.#opened.has(conversation.id)) {
      this.#load(conversation);
    }
    conversation.lastSeq = Math.max(conversation.lastSeq, message.seq);
    const { typing } = conversation;
    if (typing && typing.by.id === message.author?.id) conversation.typing = undefined;
    this.#take(conversation, message);
    if (conversation.timeline.gap) {
      this.#later(GAP_GRACE_MS, () => {
        if (conversation.timeline.gap) this.#fill(conversation);
      });
    }
  }

  #acked(entry: OutboxEntry, ack: Ack, ms: number | undefined): void {
    if (ms !== undefined) {
      this.options.trace?.({
        at: Date.now(),
        kind: 'ack',
        client_msg_id: ack.client_msg_id,
        ms,
        duplicate: ack.duplicate ?? false,
      });
    }
    const { client_msg_id, epoch, seq, message_id, sent_at } = ack;
    this.#received({
      ...entry.send,
      ...(entry.uploaded ? { file: entry.uploaded } : {}),
      ...(this.#selfParty ? { author: this.#selfParty } : {}),
      conversation_id: ack.conversation_id,
      client_msg_id,
      epoch,
      seq,
      message_id,
      sent_at,
    });
  }

  #take(conversation: Conversation, message: Message): void {
    const fresh = conversation.timeline.add(message);
    if (!fresh) return;
    if (message.seq === 1) conversation.loaded = true;
    this.emit('message', { conversation, message, live: true });
    this.emit('conversation', conversation);
  }

  #takePage(conversation: Conversation, page: readonly Message[], newest: boolean): void {
    const added = conversation.timeline.addPage(page, newest);
    if (newest) conversation.loaded = true;
    conversation.lastSeq = Math.max(conversation.lastSeq, conversation.timeline.last);
    for (const message of added) this.emit('message', { conversation, message, live: false });
    this.emit('conversation', conversation);
  }

  #reset(reset: Reset): void {
    const conversation = this.#ensure(reset.conversation_id);
    conversation.takeEpoch(reset.epoch);
    conversation.lastSeq = Math.max(conversation.lastSeq, reset.last_seq ?? 0);
    if (conversation.loaded || this.#opened.has(conversation.id)) this.#fill(conversation);
    this.emit('conversation', conversation);
  }

  async #loadNewest(conversation: Conversation): Promise<void> {
    const page = await this.rest.messages(conversation.id, { limit: PAGE });
    this.#takePage(conversation, page.items, true);
    if (conversation.timeline.gap) this.#fill(conversation);
  }

  #load(conversation: Conversation): void {
    this.#once(conversation, () => this.#loadNewest(conversation));
  }

  /** Fetches what lies between the window and the newest message. */
  #fill(conversation: Conversation): void {
    this.#once(conversation, async () => {
      const { timeline } = conversation;
      if (timeline.empty || conversation.lastSeq - timeline.last > FILL_MOST) {
        await this.#loadNewest(conversation);
        return;
      }
      while (timeline.gap || timeline.last < conversation.lastSeq) {
        const before = timeline.last;
        const page = await this.rest.messages(conversation.id, { after: before, limit: FILL_PAGE });
        this.#takePage(conversation, page.items, false);
        if (timeline.last === before) break;
      }
    });
  }

  /** One at a time for each conversation; again later when the server could not be reached. */
  #once(conversation: Conversation, work: () => Promise<void>): void {
    if (this.#filling.has(conversation.id)) return;
    const running = work()
      .catch((error) => {
        if (error instanceof ApiError && !error.passing) return;
        this.#later(FILL_RETRY_MS, () => {
          if (this.connection.state === 'online') this.#fill(conversation);
        });
      })
      .finally(() => this.#filling.delete(conversation.id));
    this.#filling.set(conversation.id, running);
  }

  #typingEnded(id: string): void {
    const conversation = this.#known.get(id);
    if (!conversation?.typing || conversation.typing.until > Date.now()) return;
    conversation.typing = undefined;
    this.emit('conversation', conversation);
  }

  #ensure(id: string): Conversation {
    let conversation = this.#known.get(id);
    if (!conversation) {
      conversation = new Conversation(id);
      this.#known.set(id, conversation);
    }
    return conversation;
  }

  #change(id: string, act: (conversation: Conversation) => void): void {
    const conversation = this.#ensure(id);
    act(conversation);
    this.emit('conversation', conversation);
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}

function rank(opened: Set<string>, conversation: Conversation): number {
  return (opened.has(conversation.id) ? 2 : 0) + (conversation.state === 'closed' ? 0 : 1);
}
