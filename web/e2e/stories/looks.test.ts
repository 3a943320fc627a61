import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Agent } from '../staging/agent.ts';
import { take } from '../staging/album.ts';
import { Watched } from '../staging/browser.ts';
import { Kefu } from '../staging/kefu.ts';
import { becomes, pause, typesUntilSeen, until } from '../staging/until.ts';
import { Visitor } from '../staging/visitor.ts';

let kefu: Kefu;
let browser: Watched;
let shopper: Visitor;
let agent: Agent;

beforeAll(async () => {
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
    const desk = await (await browser.person({ viewport: { width: 1440, height: 860 } })).newPage();
    agent = await Agent.at(desk, kefu.url, 'lily');
    await others();
    shopper = await shop('zh', '李明', { vip_level: 6, city: '杭州' });
    await shopper.write('下单后能换地址吗');
    await shopper.says('修改收货信息').waitFor();
    await shopper.askForPerson();
    await agent.choose(agent.row('李明'));
    const cup = await shopper.page.locator('main > .picture').screenshot();
    await agent.write('您好，我是 Lily。您要改哪一笔订单的地址？');
    await shopper.says('我是 Lily').waitFor();
    await shopper.write('订单 20481，这只杯子');
    await shopper.attach({ name: '马克杯.png', mimeType: 'image/png', buffer: cup });
    await until('the agent sees it', async () => (await agent.picturesDrawn()) === 1);
    await agent.write('收到 👍 新地址发我，我马上帮您改。');
    await shopper.says('新地址发我').waitFor();
    await shopper.write('杭州市西湖区文三路 90 号');
    await agent.says('文三路').waitFor();
    await becomes('read', () => shopper.markOf('文三路'), 'read');
    await typesUntilSeen(agent.input, shopper.panel.locator('.typing'));
    await take(shopper.page, 'widget');
    expect(await overflows(shopper.page)).toBe(false);
  });

  it('the console, with its list and what is known of the visitor', async () => {
    await agent.write('好的，已经改好了，今天 16:00 前发出。');
    await shopper.says('已经改好了').waitFor();
    await agent.note('老客户，地址已改，注意发货单。');
    await typesUntilSeen(shopper.input, agent.page.locator('.thread .typing'));
    await take(agent.page, 'console');
    expect(await overflows(agent.page)).toBe(false);
  });

  it('the monitor page shows the figures live', async () => {
    const desk = await (await browser.person({ viewport: { width: 1440, height: 900 } })).newPage();
    const chief = await Agent.at(desk, kefu.url, 'admin');
    await chief.page.goto(`${kefu.url}/console/#/monitor`);
    await chief.page.locator('canvas').first().waitFor();
    await aWhile();
    await take(chief.page, 'monitor');
    expect(await overflows(chief.page)).toBe(false);
    await chief.page.context().close();
  });

  it('the storage page shows what each tier holds, to those who may see it', async () => {
    const desk = await (await browser.person({ viewport: { width: 1440, height: 900 } })).newPage();
    const chief = await Agent.at(desk, kefu.url, 'admin');
    await chief.page.locator('.rail a[href="#/storage"]').click();
    await chief.page.locator('.tier[data-tier=warm]').waitFor();
    await chief.page.locator('.findings .good').waitFor();
    const messages = chief.page.locator('.tier[data-tier=warm] .large').first();
    expect(Number(await messages.textContent())).toBeGreaterThan(3);
    await take(chief.page, 'storage');
    expect(await overflows(chief.page)).toBe(false);
    await chief.page.context().close();
    expect(await agent.page.locator('.rail a[href="#/storage"]').count()).toBe(0);
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
      const visitor = await shop('en', undefined, {}, await person.newPage());
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
      for (const button of await desk.place.locator('.reply button, .talk header button').all()) {
        const place = await button.boundingBox();
        expect((place?.x ?? 0) + (place?.width ?? 0), 'a button within the screen').toBeLessThan(
          390,
        );
      }
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

/** The shop of the demo, without the demo around it; with a name, it is somebody whom the shop knows. */
async function shop(
  lang: 'zh' | 'en',
  name?: string,
  tags: Record<string, string | number> = {},
  on?: Page,
): Promise<Visitor> {
  const locale = lang === 'zh' ? 'zh-CN' : 'en-GB';
  const page =
    on ??
    (await (await browser.person({ viewport: { width: 1120, height: 740 }, locale })).newPage());
  await page.goto(`${kefu.url}/demo/shop.html?lang=${lang}`);
  await page.locator('button.launcher').waitFor();
  if (name) {
    const token = kefu.identity(`customer-${name}`, name, tags);
    await page.evaluate(
      (it) => (window as unknown as { Kefu: { identify(token: string): void } }).Kefu.identify(it),
      token,
    );
  }
  const visitor = new Visitor(page);
  await visitor.open();
  return visitor;
}

/** Other visitors, so that the list is one of a working day. */
async function others(): Promise<void> {
  const told = [
    [
      'en',
      'Emma Wright',
      'My parcel 7731 has not moved for three days. Can I talk to a person?',
      {},
    ],
    ['zh', '陈晓', '发票抬头写错了，转人工', { city: '成都' }],
    ['en', 'Tom Baker', 'The handle of my cup arrived broken. Human, please', { vip_level: 3 }],
  ] as const;
  for (const [lang, name, text, tags] of told) {
    const visitor = await shop(lang, name, tags);
    await visitor.write(text);
    await agent.row(name).waitFor();
  }
  await agent.choose(agent.row('Emma'));
  await agent.write('I am sorry! I have asked the carrier and will write to you today.');
}

/** For the documentation's picture the charts need some minutes of a working day; else a moment does. */
async function aWhile(): Promise<void> {
  const end = Date.now() + Number(process.env.KEFU_E2E_DAY_MS ?? 2_000);
  const asked = [
    'How do I cancel my order?',
    'where is my order',
    '怎么修改收货地址',
    'how long does delivery take',
  ];
  for (let i = 0; Date.now() < end; i++) {
    if (i % 8 === 0) await (await shop('en')).write(asked[(i / 8) % asked.length] ?? '');
    await shopper.write(`第 ${i + 1} 个问题`);
    await agent.write(`第 ${i + 1} 个回答`);
    await pause(300 + ((i * 613) % 1_700));
  }
}

function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
}
