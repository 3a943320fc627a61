import type { ErrorCode, FileRef, Send } from './frames.ts';

/** A picture or file that is uploaded before its message is sent. */
export interface Attachment {
  blob: Blob;
  name: string;
}

/** What is to be said; the outbox gives it its `client_msg_id`. */
export type Draft = Omit<Send, 'client_msg_id'> & { attachment?: Attachment };

/** A message that the server has not acknowledged yet. */
export interface OutboxEntry {
  /** Rises with each entry: the order of sending. */
  key: number;
  send: Send;
  attachment?: Attachment;
  /** Set once the attachment is on the server. */
  uploaded?: FileRef;
  /** `failed`: refused for good; it stays until it is retried or discarded. */
  state: 'pending' | 'failed';
  error?: ErrorCode;
  /** Connections that broke over it, as a server closes on a frame that it cannot take. */
  strikes: number;
  /** Epoch milliseconds of this machine's clock. */
  createdAt: number;
}

/**
 * Keeps what is not yet acknowledged. `add` resolves when the entry will survive the page, as far as the store can. All
 * tabs of one person share one store.
 */
export interface OutboxStore {
  add(entry: Omit<OutboxEntry, 'key'>): Promise<OutboxEntry>;
  /** In ascending `key`. */
  list(): Promise<OutboxEntry[]>;
  /** Replaces the entry; nothing happens when it is gone. */
  put(entry: OutboxEntry): Promise<void>;
  remove(key: number): Promise<void>;
}

/** Lives as long as the page. */
export class MemoryOutboxStore implements OutboxStore {
  readonly #entries = new Map<number, OutboxEntry>();
  #nextKey = 1;

  async add(entry: Omit<OutboxEntry, 'key'>): Promise<OutboxEntry> {
    const kept = { ...entry, key: this.#nextKey++ };
    this.#entries.set(kept.key, kept);
    return kept;
  }

  async list(): Promise<OutboxEntry[]> {
    return [...this.#entries.values()].sort((a, b) => a.key - b.key);
  }

  async put(entry: OutboxEntry): Promise<void> {
    if (this.#entries.has(entry.key)) this.#entries.set(entry.key, entry);
  }

  async remove(key: number): Promise<void> {
    this.#entries.delete(key);
  }
}
