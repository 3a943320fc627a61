import type { Locator } from 'playwright-core';

/** Long, because the machine may be busy; nothing waits longer than it must. */
export const PATIENCE_MS = Number(process.env.KEFU_E2E_PATIENCE_MS ?? 30_000);

/** Waits until the condition answers something true, and answers that. */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  within = PATIENCE_MS,
): Promise<NonNullable<T>> {
  const end = Date.now() + within;
  let problem: unknown;
  for (;;) {
    try {
      const answer = await condition();
      if (answer) return answer;
      problem = undefined;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > end) {
      throw new Error(`not so within ${within / 1000} s: ${what}`, { cause: problem });
    }
    await pause(60);
  }
}

/** Waits until the value equals what is expected; the failure shows both. */
export async function becomes<T>(
  what: string,
  value: () => T | Promise<T>,
  expected: T,
  within = PATIENCE_MS,
): Promise<void> {
  const wanted = JSON.stringify(expected);
  let last: T | undefined;
  try {
    await until(
      what,
      async () => {
        last = await value();
        return JSON.stringify(last) === wanted;
      },
      within,
    );
  } catch (error) {
    const shown = `\n  expected ${wanted}\n  got      ${JSON.stringify(last)}`;
    throw new Error(`${what}${shown}`, { cause: error });
  }
}

/** Types on, as somebody does who thinks while writing, until the other side sees it: what is shown fades by itself. */
export async function typesUntilSeen(input: Locator, seen: Locator): Promise<void> {
  await until('the other side sees that one types', async () => {
    await input.press('.');
    return seen.waitFor({ timeout: 1_500 }).then(
      () => true,
      () => false,
    );
  });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
