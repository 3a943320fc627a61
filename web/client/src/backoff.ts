/**
 * Exponential back-off with full jitter: a uniform wait in `[floor, min(cap, base · 2ⁿ)]` milliseconds, so that clients
 * that were cut off together come back spread out.
 */
export class Backoff {
  #failures = 0;

  constructor(
    private readonly base = 500,
    private readonly cap = 20_000,
    private readonly floor = 100,
    private readonly random: () => number = Math.random,
  ) {}

  /** The next wait; `atLeast` is what the server asked for, and is spread upwards. */
  next(atLeast = 0): number {
    const ceiling = Math.min(this.cap, this.base * 2 ** Math.min(this.#failures++, 16));
    return Math.max(this.floor, atLeast) + Math.round(this.random() * ceiling);
  }

  reset(): void {
    this.#failures = 0;
  }
}
