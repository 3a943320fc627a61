import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { Upload } from './picture.ts';
import { until } from './until.ts';

/** Somebody before a page with the widget. */
export class Visitor {
  readonly panel: Locator;
  readonly input: Locator;
  readonly bubbles: Locator;
  readonly banner: Locator;

  constructor(
    readonly page: Page,
    /** Where the widget stands: the page itself, or a frame of it. */
    readonly place: Page | FrameLocator = page,
  ) {
    this.panel = place.locator('section.panel');
    this.input = this.panel.locator('textarea').last();
    this.bubbles = this.panel.locator('.list .row');
    this.banner = this.panel.locator('.banner');
  }

  static async at(page: Page, address: string): Promise<Visitor> {
    const visitor = new Visitor(page);
    await page.goto(address);
    await visitor.open();
    return visitor;
  }

  async open(): Promise<void> {
    const launcher = this.place.locator('button.launcher');
    await launcher.waitFor();
    if (!(await this.panel.isVisible())) await launcher.click();
    await this.input.waitFor();
  }

  /** Writes it and presses Enter; whether it was sent is another matter. */
  async write(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Enter');
    await until('the field is empty again', async () => (await this.input.inputValue()) === '');
  }

  async attach(...files: Upload[]): Promise<void> {
    await this.panel.locator('input[type=file]').setInputFiles(files);
    await this.panel.locator('.attached').first().waitFor();
    await this.panel.locator('button.send').click();
    await this.panel.locator('.attached').first().waitFor({ state: 'detached' });
  }

  async askForPerson(): Promise<void> {
    await this.panel.locator('button.person').click();
  }

  /** The bubbles that say it themselves, not in a quote. */
  says(text: string): Locator {
    return this.bubbles.filter({ has: this.page.locator('span.text', { hasText: text }) });
  }

  /** The state of the message with that text: pending, sent, delivered, read, failed. */
  async markOf(text: string): Promise<string> {
    const classes =
      (await this.says(text).and(this.place.locator('.mine')).last().getAttribute('class')) ?? '';
    return /is-(\w+)/.exec(classes)?.[1] ?? '';
  }

  /** What stands in the thread after the greeting, a line for each bubble. */
  async lines(): Promise<string[]> {
    const all = await this.bubbles.evaluateAll((rows) =>
      rows.map((row) => {
        const who = row.classList.contains('mine') ? 'visitor' : 'staff';
        const picture = row.querySelector('.picture img');
        const file = row.querySelector('.file b');
        const text = row.querySelector('span.text')?.textContent;
        const said = picture
          ? `[picture ${picture.getAttribute('alt')}]`
          : file
            ? `[file ${file.textContent}]`
            : text;
        return `${who}: ${said}`;
      }),
    );
    return all.slice(1);
  }

  /** Whether every picture in the thread is really drawn. */
  picturesDrawn(): Promise<number> {
    return this.panel.locator('.list .picture img').evaluateAll(drawn);
  }

  /** The visitor's id, as the browser keeps it. */
  async id(): Promise<string> {
    return until('the visitor has signed in', () =>
      this.input.evaluate(() => {
        for (const [key, value] of Object.entries(localStorage)) {
          if (!/^kefu:[^:]+:\d+:web:/.test(key)) continue;
          const id: unknown = JSON.parse(value).session?.visitor_id;
          if (typeof id === 'string') return id;
        }
        return '';
      }),
    );
  }
}

/** How many of these pictures have their pixels. */
export function drawn(images: Element[]): number {
  return images.filter((it) => it instanceof HTMLImageElement && it.complete && it.naturalWidth > 1)
    .length;
}
