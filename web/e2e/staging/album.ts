import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { pause } from './until.ts';

const HOME = fileURLToPath(new URL('../../..', import.meta.url));
/** Pictures for looking at; with KEFU_IMAGES=docs they become those of the documentation. */
const ALBUM = join(
  HOME,
  process.env.KEFU_IMAGES === 'docs' ? 'docs/images' : 'web/test-results/e2e-looks',
);
/** The others of them stay with the results. */
const DOCUMENTED = ['widget', 'console', 'monitor', 'demo'];

export async function take(page: Page, name: string): Promise<void> {
  const album = DOCUMENTED.includes(name) ? ALBUM : join(HOME, 'web/test-results/e2e-looks');
  await mkdir(album, { recursive: true });
  // What moves in comes to rest.
  await pause(400);
  await page.screenshot({ path: join(album, `${name}.png`) });
}
