import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Agent } from '../staging/agent.ts';
import { Archive } from '../staging/archive.ts';
import { Watched } from '../staging/browser.ts';
import { Kefu } from '../staging/kefu.ts';
import { Shop } from '../staging/shop.ts';
import { becomes, until } from '../staging/until.ts';
import { Visitor } from '../staging/visitor.ts';

let kefu: Kefu;
let shop: Shop;
let browser: Watched;
let archive: Archive;
let visitor: Visitor;
let lily: Agent;
let wei: Agent;
let id: string;

beforeAll(async () => {
  shop = await Shop.open();
  kefu = await Kefu.start({
    origins: [shop.origin],
    agents: [
      { name: 'lily', displayName: 'Lily' },
      { name: 'wei', displayName: '小伟' },
    ],
  });
  shop.kefu = kefu.url;
  browser = await Watched.launch(() => [kefu.host, new URL(shop.origin).host]);
  archive = await Archive.of(kefu);
  lily = await Agent.at(await (await browser.person()).newPage(), kefu.url, 'lily');
  const identity = kefu.identity('li', '李明');
  visitor = await Visitor.at(await (await browser.person()).newPage(), shop.page({ identity }));
  await visitor.write('human');
  await lily.choose(lily.row('李明'));
  const visitorId = await visitor.id();
  ({ conversation_id: id } = await until('it is listed', () => archive.conversationOf(visitorId)));
});
afterEach((context) => browser.check(context));
afterAll(async () => {
  await browser?.close();
  await kefu?.stop();
  shop?.close();
});

describe('an input method', () => {
  it('keeps its Enter in the widget', () => composes(visitor.page, visitor.input, '你好，请问'));
  it('keeps its Enter in the console', () => composes(lily.page, lily.input, '您好，请讲'));
});

describe('a colleague', () => {
  it('reads a note that the visitor never sees', async () => {
    await lily.note('He is a regular: 老客户，请优先处理');
    await lily.says('He is a regular').waitFor();
    await lily.write('One moment, I ask a colleague.');
    await visitor.says('One moment').waitFor();
    expect(await visitor.says('He is a regular').count()).toBe(0);
    expect(await visitor.panel.innerText()).not.toContain('老客户');
  });

  it('gets the conversation by a transfer, whole, and goes on with it', async () => {
    wei = await Agent.at(await (await browser.person()).newPage(), kefu.url, 'wei');
    await lily.acts.getByRole('button', { name: 'Transfer' }).click();
    const dialog = lily.page.locator('.el-dialog');
    await dialog.locator('.choice').filter({ hasText: '小伟' }).click();
    await dialog.locator('textarea').fill('Please check parcel 42');
    await dialog.getByRole('button', { name: 'Transfer to 小伟' }).click();
    await wei.choose(wei.row('李明'));
    await wei.says('Please check parcel 42').waitFor();
    await wei.says('He is a regular').waitFor();
    await wei.says('One moment').waitFor();
    await wei.write('Your parcel 42 arrives tomorrow.');
    await visitor.says('arrives tomorrow').waitFor();
    await visitor.write('很好，谢谢！');
    await wei.says('很好，谢谢！').waitFor();
  });

  it('no note was ever shown or sent to the visitor', async () => {
    expect(await visitor.panel.innerText()).not.toMatch(/老客户|Please check parcel/);
    await visitor.page.reload();
    await visitor.open();
    await visitor.says('arrives tomorrow').waitFor();
    expect(await visitor.panel.innerText()).not.toMatch(/老客户|Please check parcel/);
  });

  it('closes it, and the visitor may rate it', async () => {
    await wei.acts.getByRole('button', { name: 'Close' }).click();
    await wei.page
      .locator('.el-message-box')
      .getByRole('button', { name: 'Close', exact: true })
      .last()
      .click();
    await wei.page.locator('.reply .closed').waitFor();
    await visitor.panel.locator('.rating label').nth(4).click();
    await visitor.panel.locator('.rating textarea').fill('又快又好');
    await visitor.panel.locator('.rating .primary').click();
    await becomes(
      'the rating is kept',
      async () => (await archive.rest.conversation(id)).rating?.score,
      5,
    );
  });
});

/** Writes through the browser's own input method, as Pinyin does, and chooses with Enter. */
async function composes(page: Page, input: Locator, words: string): Promise<void> {
  const count = async () => (await archive.messages(id)).length;
  const before = await count();
  await input.click();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Input.imeSetComposition', {
    text: 'nihao',
    selectionStart: 5,
    selectionEnd: 5,
  });
  // A real Enter of the keyboard while the candidates are open, and the one that the input method swallowed.
  await input.press('Enter');
  await input.evaluate((field) => {
    const enter = { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, composed: true };
    field.dispatchEvent(
      new CompositionEvent('compositionstart', { bubbles: true, composed: true }),
    );
    field.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { ...enter, keyCode: 229 }));
    field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, composed: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { ...enter, keyCode: 229 }));
  });
  expect(await count(), 'nothing was sent').toBe(before);
  await input.fill('');
  await devtools.send('Input.imeSetComposition', {
    text: 'nihao',
    selectionStart: 5,
    selectionEnd: 5,
  });
  await devtools.send('Input.insertText', { text: words });
  await becomes('the words are chosen', () => input.inputValue(), words);
  expect(await count(), 'still nothing was sent').toBe(before);
  await input.press('Enter');
  await becomes('sent once', async () => (await archive.messages(id)).at(-1)?.text, words);
  expect(await count()).toBe(before + 1);
}
