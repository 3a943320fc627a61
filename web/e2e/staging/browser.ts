import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { expect, type TestContext } from 'vitest';
import { PATIENCE_MS } from './until.ts';

const PICTURES = fileURLToPath(new URL('../../test-results/e2e-failures', import.meta.url));

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

declare global {
  interface Window {
    /** Set by any markup of these stories that a page would wrongly run. */
    __xss?: unknown;
  }
}

/** A Chromium whose pages are all watched. */
export class Watched {
  /** What no page may ever do; empty at the end of a good story. */
  readonly wrongs: string[] = [];
  readonly #contexts: BrowserContext[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly hosts: () => readonly string[],
  ) {}

  /** `hosts`: the only ones that a page may ask anything of, each as `name:port`. */
  static async launch(hosts: () => readonly string[]): Promise<Watched> {
    const executablePath = process.env.KEFU_CHROMIUM || '/usr/bin/chromium';
    return new Watched(await chromium.launch({ executablePath, args: FLAGS }), hosts);
  }

  /** A browser of somebody else: nothing is shared with the others. */
  async person(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.browser.newContext({
      locale: 'en-GB',
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    this.#contexts.push(context);
    context.on('request', (request) => this.#asked(request.url()));
    context.on('page', (page) => this.#watch(page));
    await context.exposeBinding('kefuWrong', (_, wrong: string) => this.wrongs.push(wrong));
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        const told = `policy ${event.effectiveDirective} kept out ${event.blockedURI} ${event.sample}`;
        (window as unknown as { kefuWrong(wrong: string): void }).kefuWrong(told);
      });
    });
    return context;
  }

  /** After each step of a story: what no page may do was not done; of a step that failed, pictures are kept. */
  async check({ task }: TestContext): Promise<void> {
    if (task.result?.state === 'fail')
      await this.#picture(task.name.replaceAll(/\W+/g, '-').slice(0, 60));
    expect(this.wrongs).toEqual([]);
    expect(await this.ranMarkup(), 'what was only ever text was run').toBe(false);
  }

  /** Whether some page ran what was only ever text. */
  private async ranMarkup(): Promise<boolean> {
    for (const context of this.#contexts) {
      for (const frame of context.pages().flatMap((page) => page.frames())) {
        if (await frame.evaluate(() => window.__xss !== undefined)) return true;
      }
    }
    return false;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  async #picture(name: string): Promise<void> {
    await mkdir(PICTURES, { recursive: true });
    const pages = this.#contexts.flatMap((context) => context.pages());
    for (const [i, page] of pages.entries()) {
      await page.screenshot({ path: `${PICTURES}/${name}-${i + 1}.png` }).catch(() => undefined);
    }
  }

  #watch(page: Page): void {
    page.on('pageerror', (error) =>
      this.wrongs.push(`error in a page: ${error.stack ?? error.message}`),
    );
    page.on('websocket', (socket) => this.#asked(socket.url()));
    page.on('dialog', (dialog) => {
      this.wrongs.push(`a dialog opened: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  #asked(address: string): void {
    const url = new URL(address);
    if (['blob:', 'data:', 'about:'].includes(url.protocol)) return;
    if (!this.hosts().includes(url.host)) this.wrongs.push(`asked another host: ${address}`);
  }
}
