/** At most one run a key in each interval; what comes sooner is left out. */
export class Throttle {
  readonly #last = new Map<string, number>();

  constructor(private readonly everyMs: number) {}

  run(key: string, act: () => void): void {
    const now = Date.now();
    if (now - (this.#last.get(key) ?? 0) < this.everyMs) return;
    this.#last.set(key, now);
    act();
  }

  /** The next run is at once. */
  reset(key: string): void {
    this.#last.delete(key);
  }
}
