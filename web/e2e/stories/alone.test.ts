import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Archive, lines } from '../staging/archive.ts';
import { Watched } from '../staging/browser.ts';
import { Kefu } from '../staging/kefu.ts';
import { Shop } from '../staging/shop.ts';
import { becomes, until } from '../staging/until.ts';
import { Visitor } from '../staging/visitor.ts';

let kefu: Kefu;
let shop: Shop;
let browser: Watched;

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

describe('a visitor', () => {
  it('with two tabs sees the same in both, and each message once', async () => {
    const person = await browser.person();
    const one = await Visitor.at(await person.newPage(), shop.page());
    await one.write('How do I cancel my order?');
    await one.says('Until it has shipped').waitFor();
    const two = await Visitor.at(await person.newPage(), shop.page());
    await two.says('Until it has shipped').waitFor();
    await two.write('written in the second tab');
    await one.says('written in the second tab').waitFor();
    await one.write('and in the first');
    await two.says('and in the first').waitFor();
    const archive = await Archive.of(kefu);
    const id = await one.id();
    expect(await two.id()).toBe(id);
    const talk = await until('it is listed', () => archive.conversationOf(id));
    await until(
      'the bot has answered',
      async () => (await archive.messages(talk.conversation_id)).length >= 6,
    );
    for (const tab of [one, two]) {
      await becomes(
        'the tab is as stored',
        async () =>
          ({
            shown: await tab.lines(),
            stored: lines(await archive.messages(talk.conversation_id), 'visitor'),
          }).shown,
        lines(await archive.messages(talk.conversation_id), 'visitor'),
      );
    }
    await person.close();
  });

  it('with a second tab when the server is gone: what either wrote is sent once, in the order of writing', async () => {
    const person = await browser.person();
    const one = await Visitor.at(await person.newPage(), shop.page());
    const two = await Visitor.at(await person.newPage(), shop.page());
    await one.write('transfer to a human please, talk to a person');
    await two.says('talk to a person').waitFor();
    await kefu.kill();
    await one.write('first tab, offline');
    await two.says('first tab, offline').waitFor();
    await two.write('second tab, offline');
    await one.page.close();
    await kefu.up();
    await until(
      'sent by the tab that is left',
      async () => (await two.markOf('first tab, offline')) !== 'pending',
      60_000,
    );
    await until(
      'sent',
      async () => (await two.markOf('second tab, offline')) !== 'pending',
      60_000,
    );
    const archive = await Archive.of(kefu);
    const talk = await until('it is listed', async () => archive.conversationOf(await two.id()));
    const own = (await archive.messages(talk.conversation_id))
      .filter(({ author, message_type }) => author?.kind === 'visitor' && message_type === 'text')
      .map(({ text }) => text);
    expect(own).toEqual([
      'transfer to a human please, talk to a person',
      'first tab, offline',
      'second tab, offline',
    ]);
    await person.close();
  });

  it('who comes while the server is down is told so, may write, and is answered later', async () => {
    const person = await browser.person();
    const page = await person.newPage();
    // Somebody who was on the site before has the script in the browser's cache.
    await page.goto(shop.page());
    await page.locator('button.launcher').waitFor();
    await kefu.kill();
    await page.goto(shop.page({ title: 'Another page of the shop' }));
    const visitor = new Visitor(page);
    await visitor.open();
    await visitor.banner.filter({ hasText: 'can’t be reached right now' }).waitFor();
    await visitor.write('How do I cancel my order?');
    await becomes('it waits', () => visitor.markOf('How do I cancel'), 'pending');
    await kefu.up();
    await visitor.says('Until it has shipped').waitFor({ timeout: 60_000 });
    await visitor.banner.waitFor({ state: 'hidden' });
    expect(await visitor.says('How do I cancel my order?').count()).toBe(1);
    await person.close();
  });
});
