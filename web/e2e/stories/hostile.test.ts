import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Agent } from '../staging/agent.ts';
import { Watched } from '../staging/browser.ts';
import { Kefu } from '../staging/kefu.ts';
import { picture } from '../staging/picture.ts';
import { Shop } from '../staging/shop.ts';
import { until } from '../staging/until.ts';
import { Visitor } from '../staging/visitor.ts';

const IMAGE = '<img src=x onerror="window.__xss=1">';
const SCRIPT = '<script>window.__xss=2</script>';
const LINK =
  '[x](javascript:window.__xss=3) javascript:window.__xss=3 <a href="javascript:__xss=3">x</a>';
const TEMPLATE = '{{constructor.constructor("window.__xss=4")()}}';

let kefu: Kefu;
let shop: Shop;
let browser: Watched;
let visitor: Visitor;
let agent: Agent;

beforeAll(async () => {
  shop = await Shop.open();
  kefu = await Kefu.start({ origins: [shop.origin] });
  shop.kefu = kefu.url;
  browser = await Watched.launch(() => [kefu.host, new URL(shop.origin).host]);
});
afterEach((context) => browser.check(context));
afterAll(async () => {
  await browser?.close();
  await kefu?.stop();
  shop?.close();
});

describe('HTML and script that a visitor or an agent writes is text', () => {
  it('as name, page title and tag of the visitor, in the console', async () => {
    agent = await Agent.at(await (await browser.person()).newPage(), kefu.url, 'admin');
    const identity = kefu.identity('mallory', `Mallory ${IMAGE}`, { note: SCRIPT });
    const address = shop.page({ title: `Tea ${SCRIPT}${IMAGE}`, identity });
    visitor = await Visitor.at(await (await browser.person()).newPage(), address);
    await visitor.write('human');
    await agent.choose(agent.row('Mallory <img'));
    const context = agent.page.locator('aside.context');
    await context.getByText(`Tea ${SCRIPT}`).waitFor();
    await context.getByText(`note: ${SCRIPT}`).waitFor();
    await context.getByText('Mallory <img src=x').waitFor();
  });

  it('as text, from either side, in the widget and in the console', async () => {
    for (const text of [IMAGE, SCRIPT, LINK, TEMPLATE]) {
      await visitor.write(`visitor ${text}`);
      await agent.says(`visitor ${text}`).waitFor();
      await agent.write(`agent ${text}`);
      await visitor.says(`agent ${text}`).waitFor();
    }
    for (const page of [visitor.page, agent.page]) {
      expect(
        await page.locator('a[href^="javascript" i], script:not([src]), img[onerror]').count(),
      ).toBe(0);
    }
  });

  it('as the name of a picture and of a file', async () => {
    const shown = picture('x.png', 60, 40, [0, 0, 0], [255, 255, 255]);
    await visitor.attach({ ...shown, name: `"><img src=x onerror=window.__xss=5>.png` });
    await until('the agent sees it', async () => (await agent.picturesDrawn()) === 1);
    const html = {
      name: `<b onclick=window.__xss=6>terms.html`,
      mimeType: 'text/html',
      buffer: Buffer.from(SCRIPT),
    };
    await agent.attach(html);
    await visitor.panel.locator('.file b').filter({ hasText: '<b onclick=' }).waitFor();
    await visitor.attach({
      ...html,
      name: '<svg onload=window.__xss=7>.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('tea'),
    });
    await agent.bubbles.locator('.file .name').filter({ hasText: '<svg onload=' }).waitFor();
  });

  it('as a tag that an agent sets', async () => {
    const tags = agent.page.locator('section.tags');
    await tags.getByRole('button', { name: 'Add tag' }).click();
    await tags.getByPlaceholder('Tag', { exact: true }).fill('quote');
    await tags.getByPlaceholder('Value (optional)').fill(IMAGE);
    await agent.page.keyboard.press('Enter');
    await tags.getByText('quote: <img').waitFor();
  });
});
