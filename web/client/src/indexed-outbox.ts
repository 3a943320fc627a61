import type { OutboxEntry, OutboxStore } from './outbox-store.ts';

const STORE = 'outbox';

/** Survives the page, in the browser's IndexedDB. Attachments are kept as they are, not encoded. */
export class IndexedOutboxStore implements OutboxStore {
  private constructor(private readonly database: IDBDatabase) {}

  /** Rejects where the browser gives no IndexedDB (some private windows, sandboxed frames). */
  static async open(name: string): Promise<IndexedOutboxStore> {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(STORE, { keyPath: 'key', autoIncrement: true });
    };
    const database = await result(opening);
    // Another tab that upgrades must not wait for this one.
    database.onversionchange = () => database.close();
    return new IndexedOutboxStore(database);
  }

  async add(entry: Omit<OutboxEntry, 'key'>): Promise<OutboxEntry> {
    let key = 0;
    await this.#write(async (store) => {
      key = Number(await result(store.add(entry)));
    });
    return { ...entry, key };
  }

  list(): Promise<OutboxEntry[]> {
    const store = this.database.transaction(STORE).objectStore(STORE);
    return result(store.getAll() as IDBRequest<OutboxEntry[]>);
  }

  put(entry: OutboxEntry): Promise<void> {
    return this.#write(async (store) => {
      if (await result(store.getKey(entry.key))) store.put(entry);
    });
  }

  remove(key: number): Promise<void> {
    return this.#write(async (store) => {
      store.delete(key);
    });
  }

  /** Resolves when the transaction is complete, not when its requests are. */
  async #write(act: (store: IDBObjectStore) => Promise<void>): Promise<void> {
    const transaction = this.database.transaction(STORE, 'readwrite', { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    await Promise.all([act(transaction.objectStore(STORE)), done]);
  }
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
