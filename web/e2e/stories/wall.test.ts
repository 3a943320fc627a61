import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Agent } from '../staging/agent.ts';
import { Watched } from '../staging/browser.ts';
import { Kefu } from '../staging/kefu.ts';
import { Shop } from '../staging/shop.ts';
import { becomes, until } from '../staging/until.ts';
import { Visitor } from '../staging/visitor.ts';
import { Wall } from '../staging/wall.ts';

let kefu: Kefu;
let shop: Shop;
let wall: Wall;
let browser: Watched;
let visitor: Visitor;

beforeAll(async () => {
  shop = await Shop.open();
  kefu = await Kefu.start({ origins: [shop.origin] });
  wall = await Wall.before(kefu.url);
  shop.kefu = wall.url;
  browser = await Watched.launch(() => [wall.host, kefu.host, new URL(shop.origin).host]);
});
afterEach((context) => browser.check(context));
afterAll(async () => {
  await browser?.close();
  wall?.close();
  await kefu?.stop();
  shop?.close();
});

describe('a visitor behind a proxy that refuses WebSockets', () => {
  it('asks, and the bot answers', async () => {
    visitor = await Visitor.at(await (await browser.person()).newPage(), shop.page());
    await visitor.write('How do I cancel my order?');
    await visitor.says('Until it has shipped, you can cancel it yourself').waitFor();
    await becomes('the question is stored', () => visitor.markOf('How do I cancel'), 'sent');
    expect(wall.refused).toBeGreaterThan(0);
    expect(wall.asked).toContain('/widget-poll.js');
    expect(wall.asked).toContain('/api/v1/events');
  });

  it('has all of it after a reload, and goes on', async () => {
    const before = await visitor.lines();
    await visitor.page.reload();
    await visitor.open();
    await until(
      'the history is there',
      async () => (await visitor.lines()).length >= before.length,
    );
    expect(await visitor.lines()).toEqual(before);
    await visitor.write('still here');
    await until('it is stored', async () => (await visitor.markOf('still here')) !== 'pending');
  });

  it('talks with an agent, who has a WebSocket', async () => {
    const agent = await Agent.at(await (await browser.person()).newPage(), kefu.url, 'admin');
    await visitor.write('human');
    await agent.choose(agent.row('Visitor'));
    await agent.write('Hello from the other side of the wall.');
    await visitor.says('Hello from the other side').waitFor();
    await visitor.write('I hear you.');
    await agent.says('I hear you.').waitFor();
    expect(await visitor.says('Hello from the other side').count()).toBe(1);
    expect(await agent.says('I hear you.').count()).toBe(1);
  });
});
