/** At most one run a key in each interval: the first at once, the last one at the interval's end. */
export class Throttle {
  readonly #waiting = new Map<
    string,
    { timer: ReturnType<typeof setTimeout>; last?: () => void }
  >();

  constructor(private readonly everyMs: number) {}

  run(key: string, act: () => void): void {
    const busy = this.#waiting.get(key);
    if (busy) {
      busy.last = act;
      return;
    }
    act();
    this.#arm(key);
  }

  /** Forgets what waits: the next run is at once. */
  reset(key: string): void {
    clearTimeout(this.#waiting.get(key)?.timer);
    this.#waiting.delete(key);
  }

  #arm(key: string): void {
    const timer = setTimeout(() => {
      const last = this.#waiting.get(key)?.last;
      this.#waiting.delete(key);
      if (last) this.run(key, last);
    }, this.everyMs);
    this.#waiting.set(key, { timer });
  }
}
