import { Emitter } from './emitter.ts';
import { ApiError, isPassing } from './errors.ts';
import { type Exclusive, unshared } from './exclusive.ts';
import { type Ack, CLOSE, type ErrorFrame, type FileRef, type Send } from './frames.ts';
import { randomId } from './ids.ts';
import type { Attachment, Draft, OutboxEntry, OutboxStore } from './outbox-store.ts';

/** How the outbox reaches the server. */
export interface OutboxRoad {
  online(): boolean;
  send(send: Send): boolean;
  upload(attachment: Attachment, idempotencyKey: string): Promise<FileRef>;
  /** The socket swallowed a message: leave it and come back. */
  suspect(): void;
}

export interface OutboxOptions {
  store: OutboxStore;
  road: OutboxRoad;
  exclusive?: Exclusive;
  /** Name of the BroadcastChannel by which tabs tell each other of changes; none: this page is alone. */
  tabs?: string | undefined;
  /**
   * Messages of one lane go out one after the other, each after the ack of the one before; lanes go side by side.
   * A visitor has one lane, an agent one a conversation.
   */
  lane?: (send: Send) => string;
  /** The most entries kept. */
  capacity?: number;
  ackTimeoutMs?: number;
}

export type OutboxEvents = {
  /** The entries of now, in order. */
  changed: readonly OutboxEntry[];
  /** The message is durable on the server, whichever tab sent it. `ms`: from handing it to the socket to the ack. */
  acked: { entry: OutboxEntry; ack: Ack; ms?: number };
  failed: { entry: OutboxEntry };
};

type Outcome = { ack: Ack } | { error: ErrorFrame } | { down: number };

/** A connection that breaks this often over one message is broken by it. */
const STRIKES = 3;
const LONGEST_WAIT_MS = 60_000;

/** The outbox holds as much as it may: the server is away and much was written. */
export class OutboxFullError extends Error {
  override readonly name = 'OutboxFullError';
}

/**
 * Keeps each message from the moment it is written until the server has acknowledged it: stored first, sent in order,
 * sent again after each reconnect. The server dedupes by `client_msg_id`, so nothing is doubled.
 */
export class Outbox extends Emitter<OutboxEvents> {
  readonly #store: OutboxStore;
  readonly #road: OutboxRoad;
  readonly #tabs: BroadcastChannel | undefined;
  #known: readonly OutboxEntry[] = [];
  readonly #waiting = new Map<string, (outcome: Outcome) => void>();
  #draining = false;
  #kicked: (() => void) | undefined;
  #again = false;
  /** Adds are chained: the order of the calls is the order of the keys. */
  #adding: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: OutboxOptions) {
    super();
    this.#store = options.store;
    this.#road = options.road;
    if (options.tabs && 'BroadcastChannel' in globalThis) {
      this.#tabs = new BroadcastChannel(options.tabs);
      this.#tabs.onmessage = (event) => void this.#heard(event.data);
    }
  }

  /** What is not acknowledged yet, in order. */
  get entries(): readonly OutboxEntry[] {
    return this.#known;
  }

  /** Reads what an earlier page left. */
  async load(): Promise<void> {
    await this.#refresh();
    this.kick();
  }

  close(): void {
    this.#tabs?.close();
  }

  /** Resolves once the message is stored; it is sent whenever that is possible. */
  add(draft: Draft): Promise<OutboxEntry> {
    const { attachment, ...rest } = draft;
    const send: Send = { ...rest, client_msg_id: randomId() };
    const adding = this.#adding.then(async () => {
      const full = (await this.#store.list()).length >= (this.options.capacity ?? 500);
      if (full) throw new OutboxFullError('Too many messages wait to be sent.');
      return this.#store.add({
        send,
        state: 'pending',
        strikes: 0,
        createdAt: Date.now(),
        ...(attachment ? { attachment } : {}),
      });
    });
    this.#adding = adding.catch(() => undefined);
    return adding.then(async (entry) => {
      await this.#changed();
      this.kick();
      return entry;
    });
  }

  /** Tries a failed message again, at its old place. */
  async retry(clientMsgId: string): Promise<void> {
    const entry = this.#find(clientMsgId);
    if (!entry) return;
    const { error, ...rest } = entry;
    await this.#store.put({ ...rest, state: 'pending', strikes: 0 });
    await this.#changed();
    this.kick();
  }

  /** Forgets a failed message. One that may be on its way is kept: it cannot be called back. */
  async discard(clientMsgId: string): Promise<void> {
    const entry = this.#find(clientMsgId);
    if (entry?.state !== 'failed') return;
    await this.#store.remove(entry.key);
    await this.#changed();
  }

  /** Something may be sendable: the connection is up, or an entry came. */
  kick(): void {
    this.#again = true;
    this.#kicked?.();
    if (!this.#draining) void this.#drain();
  }

  acknowledged(ack: Ack): void {
    this.#waiting.get(ack.client_msg_id)?.({ ack });
  }

  refused(error: ErrorFrame): void {
    if (error.client_msg_id) this.#waiting.get(error.client_msg_id)?.({ error });
  }

  down(code: number): void {
    for (const settle of [...this.#waiting.values()]) settle({ down: code });
    this.#kicked?.();
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    try {
      while (this.#again && this.#road.online()) {
        this.#again = false;
        if (!(await this.#store.list()).some(isPending)) break;
        await (this.options.exclusive ?? unshared)((held) => this.#turn(held));
      }
    } catch (error) {
      console.warn(
        'kefu: the outbox could not be read; it is tried again after the next message',
        error,
      );
    } finally {
      this.#draining = false;
    }
  }

  /** Sends, one message a lane, until nothing is pending or the socket is gone. */
  async #turn(held: () => boolean): Promise<void> {
    const lanes = new Map<string, Promise<void>>();
    const lane = this.options.lane ?? (() => '');
    while (held() && this.#road.online()) {
      for (const entry of await this.#store.list()) {
        const name = lane(entry.send);
        if (!isPending(entry) || lanes.has(name)) continue;
        lanes.set(
          name,
          this.#deliver(entry).finally(() => lanes.delete(name)),
        );
      }
      if (lanes.size === 0) break;
      const kicked = new Promise<void>((resolve) => {
        this.#kicked = resolve;
      });
      await Promise.race([kicked, ...lanes.values()]);
    }
    await Promise.all(lanes.values());
  }

  async #deliver(entry: OutboxEntry): Promise<void> {
    let ready: OutboxEntry | undefined;
    try {
      ready = await this.#uploaded(entry);
    } catch (error) {
      await this.#uploadFailed(entry, error);
      return;
    }
    const startedAt = Date.now();
    const outcome = await this.#transmit(sendable(ready));
    if ('ack' in outcome) await this.#settle(ready, outcome.ack, Date.now() - startedAt);
    else if ('error' in outcome) await this.#refusedBy(ready, outcome.error);
    else await this.#brokenOff(ready, outcome.down);
  }

  async #uploaded(entry: OutboxEntry): Promise<OutboxEntry> {
    if (!entry.attachment || entry.uploaded) return entry;
    const uploaded = await this.#road.upload(entry.attachment, entry.send.client_msg_id);
    const ready = { ...entry, uploaded };
    // Kept, so that a broken connection costs no second upload.
    await this.#store.put(ready);
    return ready;
  }

  async #uploadFailed(entry: OutboxEntry, error: unknown): Promise<void> {
    const refusal = error instanceof ApiError ? error : undefined;
    if (refusal && !refusal.passing && refusal.code !== 'unauthenticated') {
      await this.#fail(entry, { code: refusal.code });
    } else {
      await this.#pause(refusal?.retryAfterMs || 3_000);
    }
  }

  #transmit(send: Send): Promise<Outcome> {
    return new Promise<Outcome>((resolve) => {
      const id = send.client_msg_id;
      const timer = setTimeout(() => this.#road.suspect(), this.options.ackTimeoutMs ?? 15_000);
      this.#waiting.set(id, (outcome) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(outcome);
      });
      if (!this.#road.send(send)) this.#waiting.get(id)?.({ down: 0 });
    });
  }

  async #settle(entry: OutboxEntry, ack: Ack, ms: number): Promise<void> {
    this.emit('acked', { entry, ack, ms });
    await this.#store.remove(entry.key);
    this.#tabs?.postMessage({ acked: { entry, ack } });
    await this.#changed();
  }

  async #refusedBy(entry: OutboxEntry, error: ErrorFrame): Promise<void> {
    if (isPassing(error.code) && !(error.code === 'internal' && entry.strikes + 1 >= STRIKES)) {
      await this.#strike(entry, error.code === 'internal');
      await this.#pause(error.retry_after_ms || 2_000);
    } else {
      await this.#fail(entry, error);
    }
  }

  async #brokenOff(entry: OutboxEntry, code: number): Promise<void> {
    const blamed = code === CLOSE.bad_frame || code === CLOSE.too_big;
    if (blamed && entry.strikes + 1 >= STRIKES) await this.#fail(entry, { code: 'bad_request' });
    else await this.#strike(entry, blamed);
  }

  async #strike(entry: OutboxEntry, blamed: boolean): Promise<void> {
    if (blamed) await this.#store.put({ ...entry, strikes: entry.strikes + 1 });
  }

  async #fail(entry: OutboxEntry, error: ErrorFrame): Promise<void> {
    const failed: OutboxEntry = { ...entry, state: 'failed', error: error.code };
    await this.#store.put(failed);
    await this.#changed();
    this.emit('failed', { entry: failed });
  }

  /** Keeps the lane, so that nothing overtakes; ends early when the socket is gone. */
  async #pause(ms: number): Promise<void> {
    const id = randomId();
    await new Promise<void>((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(settle, Math.min(ms, LONGEST_WAIT_MS));
      this.#waiting.set(id, settle);
      if (!this.#road.online()) settle();
    });
    this.#again = true;
  }

  #find(clientMsgId: string): OutboxEntry | undefined {
    return this.#known.find((entry) => entry.send.client_msg_id === clientMsgId);
  }

  async #changed(): Promise<void> {
    this.#tabs?.postMessage({ changed: true });
    await this.#refresh();
  }

  async #refresh(): Promise<void> {
    this.#known = await this.#store.list();
    this.emit('changed', this.#known);
  }

  async #heard(news: { acked?: { entry: OutboxEntry; ack: Ack } }): Promise<void> {
    if (news.acked) this.emit('acked', news.acked);
    await this.#refresh();
    this.kick();
  }
}

function isPending(entry: OutboxEntry): boolean {
  return entry.state === 'pending';
}

function sendable(entry: OutboxEntry): Send {
  return entry.uploaded ? { ...entry.send, file: entry.uploaded } : entry.send;
}
