/** How long an echo is waited for before a mark is sent again; twice as long each time, up to a minute. */
const RESEND_MS = 5_000;
const LONGEST_MS = 60_000;

/** Read marks that the server has not echoed yet; each is sent again until it has. */
export class ReadMarks {
  readonly #wanted = new Map<string, number>();
  #wait = RESEND_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly send: (conversationId: string, seq: number) => boolean) {}

  /** All up to `seq` is read. A lower mark than one on its way says nothing new. */
  mark(conversationId: string, seq: number): void {
    if (seq <= (this.#wanted.get(conversationId) ?? 0)) return;
    this.#wanted.set(conversationId, seq);
    this.#wait = RESEND_MS;
    this.send(conversationId, seq);
    this.#watch();
  }

  echoed(conversationId: string, seq: number): void {
    if (seq >= (this.#wanted.get(conversationId) ?? Number.POSITIVE_INFINITY)) {
      this.forget(conversationId);
    }
  }

  forget(conversationId: string): void {
    this.#wanted.delete(conversationId);
  }

  /** The connection is up: everything not echoed goes out again. */
  resend(): void {
    this.#wait = RESEND_MS;
    this.#sendAll();
  }

  #sendAll(): void {
    for (const [conversationId, seq] of this.#wanted) this.send(conversationId, seq);
    this.#watch();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #watch(): void {
    if (this.#timer !== undefined || this.#wanted.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#wait = Math.min(this.#wait * 2, LONGEST_MS);
      this.#sendAll();
    }, this.#wait);
  }
}
