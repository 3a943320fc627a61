import { readFile } from 'node:fs/promises';
import { FakeKefu } from '@kefu/client/testing';
import { type Served, serve } from '@kefu/client/testing/serve';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const SCRIPT = new URL('../dist/widget.js', import.meta.url);

/** A shop page of any language, with the built widget. */
export function shopPage(language: string): string {
  return `<!doctype html><html lang="${language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Shop</title>
<style>body{margin:0;min-height:100vh;color-scheme:light dark;background:light-dark(#f7f4ee,#101312)}</style>
<script>window.frames_ = []; window.KefuTrace = (event) => window.frames_.push(event);</script>
<script async src="/widget.js" data-channel="web"></script><h1>A shop</h1><button id="outside">Buy</button></html>`;
}

export async function pages(
  url: URL,
): Promise<{ type: string; body: string | Buffer } | undefined> {
  if (url.pathname === '/widget.js') {
    return { type: 'text/javascript', body: await readFile(SCRIPT) };
  }
  if (url.pathname !== '/') return undefined;
  return { type: 'text/html', body: shopPage(url.searchParams.get('lang') ?? 'en') };
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.KEFU_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** One fake server for visitors that each are a context of the browser. */
export class Stage {
  private constructor(
    readonly server: FakeKefu,
    readonly served: Served,
    private readonly browser: Browser,
  ) {}

  static async open(browser: Browser): Promise<Stage> {
    const server = new FakeKefu();
    return new Stage(server, await serve(server, pages), browser);
  }

  async close(): Promise<void> {
    await Promise.all(this.browser.contexts().map((context) => context.close()));
    await this.served.stop();
  }

  async visitor(options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await this.browser.newContext(options);
    return Visitor.on(await context.newPage(), this.served.origin);
  }

  /** What the server holds, conversation by conversation. */
  texts(): (string | undefined)[][] {
    return [...this.server.conversations.values()].map((it) =>
      it.messages.map((message) => message.text ?? message.file?.name),
    );
  }
}

/** One tab with the widget. */
export class Visitor {
  readonly errors: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly origin: string,
  ) {
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('dialog', (dialog) => {
      this.errors.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  static async on(page: Page, origin: string, language = 'en'): Promise<Visitor> {
    const visitor = new Visitor(page, origin);
    await page.goto(`${origin}/?lang=${language}`);
    await page.locator('.launcher').waitFor();
    return visitor;
  }

  async secondTab(): Promise<Visitor> {
    return Visitor.on(await this.page.context().newPage(), this.origin);
  }

  get input() {
    return this.page.locator('.field textarea');
  }

  async open(): Promise<void> {
    const panel = this.page.locator('.panel');
    if (!(await panel.isVisible())) await this.page.locator('.launcher').click();
    await panel.waitFor();
  }

  async say(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Enter');
  }

  /** The visitor's own bubbles: text and status. */
  mine(): Promise<[string, string][]> {
    return this.page
      .locator('.list .row.mine')
      .evaluateAll((rows) =>
        rows.map((row) => [
          row.querySelector('span.text')?.textContent ??
            row.querySelector('.bubble')?.className ??
            '',
          (row.className.match(/is-(\w+)/) ?? [])[1] ?? '',
        ]),
      );
  }

  theirs(): Promise<string[]> {
    return this.page.locator('.list .row:not(.mine) span.text').allTextContents();
  }
}
