/** Runs `work` while no other tab runs its own; `held()` turns false when the turn was taken away. */
export type Exclusive = (work: (held: () => boolean) => Promise<void>) => Promise<void>;

/** For one page alone, and where the browser has no Web Locks (pages without TLS). */
export const unshared: Exclusive = (work) => work(() => true);

/** A tab that the browser froze may sleep on its turn: after this it is taken from it. */
const STEAL_AFTER_MS = 60_000;

/**
 * One tab at a time, by the Web Locks API. Doubles are harmless (the server dedupes) and each tab sends in order, so a
 * stolen turn costs a resend and no more.
 */
export function exclusiveAcrossTabs(name: string): Exclusive {
  const locks = globalThis.navigator?.locks;
  if (!locks) return unshared;
  return async (work) => {
    let held = true;
    const run = async () => work(() => held);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), STEAL_AFTER_MS);
    let started = false;
    try {
      await locks.request(name, { signal: patience.signal }, async () => {
        started = true;
        clearTimeout(timer);
        await run();
      });
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error;
      if (started) held = false;
      else await locks.request(name, { steal: true }, run).catch(ignoreTheft);
    } finally {
      clearTimeout(timer);
      held = false;
    }
  };
}

function ignoreTheft(error: unknown): void {
  if ((error as Error).name !== 'AbortError') throw error;
}
