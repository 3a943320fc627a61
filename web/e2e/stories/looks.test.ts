import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Agent } from '../staging/agent.ts';
import { Watched } from '../staging/browser.ts';
import { Kefu } from '../staging/kefu.ts';
import { picture } from '../staging/picture.ts';
import { becomes, pause, until } from '../staging/until.ts';
import { Visitor } from '../staging/visitor.ts';

// Pictures for looking at. With KEFU_IMAGES=docs they become those of the documentation.
const HOME = fileURLToPath(new URL('../../..', import.meta.url));
const ALBUM = join(
  HOME,
  process.env.KEFU_IMAGES === 'docs' ? 'docs/images' : 'web/test-results/e2e-looks',
);

let kefu: Kefu;
let browser: Watched;
let shopper: Visitor;
let agent: Agent;

beforeAll(async () => {
  await mkdir(ALBUM, { recursive: true });
  kefu = await Kefu.start({ agents: [{ name: 'lily', displayName: 'Lily', capacity: 6 }] });
  browser = await Watched.launch(() => [kefu.host]);
});
afterEach((context) => browser.check(context));
afterAll(async () => {
  await browser?.close();
  await kefu?.stop();
});

describe('it looks as it should', () => {
  it('the widget on a shop’s page, with a conversation', async () => {
    const desk = await (await browser.person({ viewport: { width: 1440, height: 900 } })).newPage();
    agent = await Agent.at(desk, kefu.url, 'lily');
    await others();
    shopper = await shop('zh');
    await shopper.write('下单后能换地址吗');
    await shopper.says('修改收货信息').waitFor();
    await shopper.askForPerson();
    const row = agent.row('下单后能换地址吗').or(agent.row('修改收货信息')).or(agent.row('shop:'));
    await agent.choose(row);
    await agent.write('您好，我是 Lily。您要改哪一笔订单的地址？');
    await shopper.says('我是 Lily').waitFor();
    await shopper.write('蓝色马克杯那一笔，订单 20481。另外杯子是这个颜色吗？');
    await shopper.attach(picture('马克杯.png', 480, 300, [127, 179, 213], [44, 95, 138]));
    await until('the agent sees it', async () => (await agent.picturesDrawn()) === 1);
    await agent.write('是的，就是这个釉色 👍 新地址发我，我马上帮您改。');
    await shopper.says('就是这个釉色').waitFor();
    await becomes('read', () => shopper.markOf('蓝色马克杯'), 'read');
    await shopper.write('杭州市西湖区文三路 90 号，谢谢！');
    await agent.says('文三路').waitFor();
    await becomes('read', () => shopper.markOf('文三路'), 'read');
    await agent.input.pressSequentially('好的，已经', { delay: 20 });
    await shopper.panel.locator('.typing').waitFor();
    await take(shopper.page, 'widget');
    expect(await overflows(shopper.page)).toBe(false);
  });

  it('the console, with its list and what is known of the visitor', async () => {
    await agent.write('好的，已经改好了，今天 16:00 前发出。');
    await shopper.says('已经改好了').waitFor();
    await agent.note('老客户，地址已改，注意发货单。');
    await shopper.input.pressSequentially('太好了', { delay: 20 });
    await agent.page.locator('.thread .typing').waitFor();
    await take(agent.page, 'console');
    expect(await overflows(agent.page)).toBe(false);
  });

  it('the monitor page shows the figures live', async () => {
    const desk = await (await browser.person({ viewport: { width: 1440, height: 900 } })).newPage();
    const chief = await Agent.at(desk, kefu.url, 'admin');
    await chief.page.goto(`${kefu.url}/console/#/monitor`);
    await chief.page.locator('canvas').first().waitFor();
    // The charts have a point every few seconds.
    await pause(Number(process.env.KEFU_E2E_MONITOR_MS ?? 3_000));
    await take(chief.page, 'monitor');
    expect(await overflows(chief.page)).toBe(false);
    await chief.page.context().close();
  });

  it('on a phone, light and dark, nothing sticks out', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const phone = {
        viewport: { width: 390, height: 780 },
        deviceScaleFactor: 2,
        colorScheme,
        isMobile: true,
        hasTouch: true,
      };
      const person = await browser.person(phone);
      const visitor = await shop('en', await person.newPage());
      await visitor.write('How long does delivery take?');
      await visitor.bubbles.nth(2).waitFor();
      await take(visitor.page, `widget-phone-${colorScheme}`);
      expect(await overflows(visitor.page)).toBe(false);
      const box = await visitor.panel.boundingBox();
      expect(box?.width).toBe(390);
      const desk = await Agent.at(await person.newPage(), kefu.url, 'admin');
      await desk.tab('open').click();
      await desk.place.locator('.rows button.row').first().waitFor();
      await take(desk.page, `console-phone-list-${colorScheme}`);
      await desk.choose(desk.place.locator('.rows button.row'));
      await desk.bubbles.first().waitFor();
      await take(desk.page, `console-phone-${colorScheme}`);
      expect(await overflows(desk.page)).toBe(false);
      await person.close();
    }
  });

  it('in the dark, the console and the widget are dark', async () => {
    for (const page of [agent.page, shopper.page]) await page.emulateMedia({ colorScheme: 'dark' });
    await take(agent.page, 'console-dark');
    await take(shopper.page, 'widget-dark');
    const shade = await agent.page
      .locator('.thread')
      .first()
      .evaluate((it) => {
        const colour = (element: Element | null): string => {
          const own = element ? getComputedStyle(element).backgroundColor : 'rgb(0, 0, 0)';
          return own === 'rgba(0, 0, 0, 0)' ? colour(element?.parentElement ?? null) : own;
        };
        return colour(it);
      });
    const [red = 255] = shade.match(/\d+/g)?.map(Number) ?? [];
    expect(red).toBeLessThan(80);
  });
});

/** The shop of the demo, without the demo around it. */
async function shop(lang: 'zh' | 'en', on?: Page): Promise<Visitor> {
  const size = {
    viewport: { width: 1280, height: 800 },
    locale: lang === 'zh' ? 'zh-CN' : 'en-GB',
  };
  const page = on ?? (await (await browser.person(size)).newPage());
  return Visitor.at(page, `${kefu.url}/demo/shop.html?lang=${lang}`);
}

/** Other visitors, so that the list is one of a working day. */
async function others(): Promise<void> {
  const told = [
    ['en', 'My parcel 7731 has not moved for three days. human'],
    ['zh', '发票抬头写错了，转人工'],
    ['en', 'The handle of my cup arrived broken, can I talk to a person'],
  ] as const;
  for (const [lang, text] of told) {
    const visitor = await shop(lang);
    await visitor.write(text);
    await agent.row(text.slice(0, 12)).waitFor();
  }
  await agent.choose(agent.row('My parcel'));
  await agent.write('I am sorry! I have asked the carrier and will write to you today.');
}

async function take(page: Page, name: string): Promise<void> {
  await pause(400);
  await page.screenshot({ path: join(ALBUM, `${name}.png`) });
}

function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
}
