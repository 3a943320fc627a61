/** How long the server may take before a mark is sent again; twice as long each time, up to a minute. */
const RESEND_MS = 5_000;
const LONGEST_MS = 60_000;

/** Read marks that the server may not have; each is sent again until it tells that it has. */
export class ReadMarks {
  readonly #wanted = new Map<string, number>();
  #wait = RESEND_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param stored how far one's own mark reaches, as the server told last */
  constructor(
    private readonly send: (conversationId: string, seq: number) => void,
    private readonly stored: (conversationId: string) => number,
  ) {}

  /** All up to `seq` is read. A lower mark than one on its way says nothing new. */
  mark(conversationId: string, seq: number): void {
    if (seq <= (this.#wanted.get(conversationId) ?? 0)) return;
    this.#wanted.set(conversationId, seq);
    this.#wait = RESEND_MS;
    this.send(conversationId, seq);
    this.#watch();
  }

  forget(conversationId: string): void {
    this.#wanted.delete(conversationId);
  }

  /** The connection is up: everything that is not stored goes out again. */
  resend(): void {
    this.#wait = RESEND_MS;
    this.#sendAll();
  }

  #sendAll(): void {
    for (const [conversationId, seq] of this.#wanted) {
      if (this.stored(conversationId) >= seq) this.forget(conversationId);
      else this.send(conversationId, seq);
    }
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
