import type { FrameLocator, Locator, Page } from 'playwright-core';
import { PASSWORD } from './kefu.ts';
import type { Upload } from './picture.ts';
import { until } from './until.ts';
import { drawn } from './visitor.ts';

/** Somebody before the console. */
export class Agent {
  readonly input: Locator;
  readonly bubbles: Locator;
  readonly acts: Locator;

  constructor(
    readonly page: Page,
    readonly place: Page | FrameLocator = page,
  ) {
    this.input = place.locator('.reply textarea');
    this.bubbles = place.locator('article.message');
    this.acts = place.locator('.acts');
  }

  /** Opens the console, in English, and signs in. */
  static async at(page: Page, kefu: string, username: string): Promise<Agent> {
    const agent = new Agent(page);
    await page.goto(`${kefu}/console/`);
    await agent.signIn(username);
    return agent;
  }

  async signIn(username: string): Promise<void> {
    await this.place.locator('input[name=username]').fill(username);
    await this.place.locator('input[name=password]').fill(PASSWORD);
    await this.place.locator('button[type=submit]').click();
    await this.place.locator('.rail').waitFor();
    await this.place.locator('.me .dot.online').waitFor();
  }

  /** The conversation's line in the list that is shown. */
  row(text: string): Locator {
    return this.place.locator('.rows button.row').filter({ hasText: text });
  }

  tab(name: 'mine' | 'queue' | 'bot' | 'open' | 'closed'): Locator {
    return this.place.locator(`#tab-${name}`);
  }

  async choose(row: Locator): Promise<void> {
    await row.first().click();
    await this.input.waitFor();
  }

  async write(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Enter');
    await until('the field is empty again', async () => (await this.input.inputValue()) === '');
  }

  async note(text: string): Promise<void> {
    await this.place.locator('.modes .private').click();
    await this.write(text);
    await this.place.locator('.modes button').first().click();
  }

  async attach(...files: Upload[]): Promise<void> {
    await this.place.locator('.reply input[type=file]').setInputFiles(files);
    await this.place.locator('.reply .files li').first().waitFor();
    await this.place.locator('.reply .el-button').last().click();
    await this.place.locator('.reply .files').waitFor({ state: 'detached' });
  }

  /** The bubbles that say it themselves, not in a quote. */
  says(text: string): Locator {
    return this.bubbles.filter({ has: this.page.locator('.bubble > .text', { hasText: text }) });
  }

  /** pending, sent, delivered, read, failed. */
  async markOf(text: string): Promise<string> {
    const classes =
      (await this.says(text)
        .and(this.place.locator('.own'))
        .last()
        .locator('.mark svg')
        .locator('..')
        .getAttribute('class')) ?? '';
    return /pending|sent|delivered|read|failed/.exec(classes)?.[0] ?? '';
  }

  /** What stands in the conversation, a line for each bubble. */
  lines(): Promise<string[]> {
    return this.bubbles.evaluateAll((all) =>
      all.map((message) => {
        const who = message.classList.contains('visitor') ? 'visitor' : 'staff';
        const picture = message.querySelector('.picture');
        const name = picture
          ?.querySelector('img')
          ?.getAttribute('alt')
          ?.replace(/^Picture /, '');
        const file = message.querySelector('.file .name');
        const text = message.querySelector('.bubble > .text')?.textContent;
        const said = picture ? `[picture ${name}]` : file ? `[file ${file.textContent}]` : text;
        return `${who}: ${said}`;
      }),
    );
  }

  picturesDrawn(): Promise<number> {
    return this.bubbles.locator('.picture img').evaluateAll(drawn);
  }
}
