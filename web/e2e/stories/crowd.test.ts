import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Agent } from '../staging/agent.ts';
import { Archive, lines } from '../staging/archive.ts';
import { Watched } from '../staging/browser.ts';
import { Kefu } from '../staging/kefu.ts';
import { picture } from '../staging/picture.ts';
import { Shop } from '../staging/shop.ts';
import { becomes, until } from '../staging/until.ts';
import { Visitor } from '../staging/visitor.ts';

/** A visitor, the agent who has it, and what the server calls their conversation. */
interface Pair {
  visitor: Visitor;
  agent: Agent;
  name: string;
  id: string;
}

let kefu: Kefu;
let shop: Shop;
let browser: Watched;
let archive: Archive;
let agents: Agent[];
let pairs: Pair[];

beforeAll(async () => {
  shop = await Shop.open();
  kefu = await Kefu.start({
    origins: [shop.origin],
    agents: [
      { name: 'lily', displayName: 'Lily', capacity: 2 },
      { name: 'wei', displayName: '小伟', capacity: 2 },
    ],
  });
  shop.kefu = kefu.url;
  browser = await Watched.launch(() => [kefu.host, new URL(shop.origin).host]);
  archive = await Archive.of(kefu);
});
afterEach((context) => browser.check(context));
afterAll(async () => {
  await browser?.close();
  await kefu?.stop();
  shop?.close();
});

describe('two visitors and two agents at once', () => {
  it('each visitor comes to an agent of its own', async () => {
    agents = await Promise.all(
      ['lily', 'wei'].map(async (name) =>
        Agent.at(await (await browser.person()).newPage(), kefu.url, name),
      ),
    );
    const visitors = await Promise.all([arrive('en', 'Ann'), arrive('zh', '王芳')]);
    pairs = await Promise.all(visitors.map(async ({ visitor, name }) => meet(visitor, name)));
    expect(new Set(pairs.map(({ agent }) => agent)).size).toBe(2);
  });

  it('they talk, and everyone sees all of it once and in order', async () => {
    for (let turn = 1; turn <= 3; turn++) {
      await Promise.all(
        pairs.map(async ({ visitor, agent, name }) => {
          await visitor.write(`${name} asks ${turn} 问题`);
          await agent.says(`${name} asks ${turn}`).waitFor();
          await agent.write(`to ${name}: answer ${turn} 回答`);
          await visitor.says(`answer ${turn}`).waitFor();
        }),
      );
    }
    await allAgree();
  });

  it('a picture goes each way, and both sides see it small', async () => {
    await Promise.all(
      pairs.map(async ({ visitor, agent, name }) => {
        await visitor.attach(
          picture(`from ${name}.png`, 640, 420, [30, 110, 160], [240, 200, 120]),
        );
        await until('the agent sees the picture', async () => (await agent.picturesDrawn()) === 1);
        await agent.attach(picture(`for ${name}.png`, 500, 700, [200, 60, 60], [250, 240, 230]));
        await until('the visitor sees both', async () => (await visitor.picturesDrawn()) === 2);
        await until('the agent sees both', async () => (await agent.picturesDrawn()) === 2);
      }),
    );
    await allAgree();
  });

  it('both sides reload in the middle of it, and nothing is missing', async () => {
    await Promise.all(
      pairs.map(async ({ visitor, agent, name }) => {
        await visitor.write(`${name} before the reload`);
        await Promise.all([visitor.page.reload(), agent.page.reload()]);
        await visitor.open();
        await agent.input.waitFor();
        await visitor.says('before the reload').waitFor();
        await agent.says('before the reload').waitFor();
        await agent.write(`to ${name} after the reload`);
        await visitor.says('after the reload').waitFor();
        await until('pictures are there again', async () => (await visitor.picturesDrawn()) === 2);
      }),
    );
    await allAgree();
  });

  it('the server is killed: what is written meanwhile waits, and is sent once when it is back', async () => {
    await Promise.all(
      pairs.map(({ visitor, name }) => visitor.write(`${name} just before the end`)),
    );
    await kefu.kill();
    for (let line = 1; line <= 3; line++) {
      await Promise.all(
        pairs.flatMap(({ visitor, agent, name }) => [
          visitor.write(`${name} offline ${line} 离线`),
          agent.write(`to ${name} offline ${line}`),
        ]),
      );
    }
    await Promise.all(
      pairs.flatMap(({ visitor, agent, name }) => [
        becomes('it waits', () => visitor.markOf(`${name} offline 3`), 'pending'),
        becomes('it waits', () => agent.markOf(`to ${name} offline 3`), 'pending'),
      ]),
    );
    await kefu.up();
    await Promise.all(
      pairs.flatMap(({ visitor, agent, name }) => [
        becomes('it is read', () => visitor.markOf(`${name} offline 3`), 'read', 60_000),
        becomes('it is read', () => agent.markOf(`to ${name} offline 3`), 'read', 60_000),
      ]),
    );
    await allAgree();
  });

  it('killed again while both write, with a reload while it is down: still nothing lost or doubled', async () => {
    const writing = pairs.flatMap(({ visitor, agent, name }) =>
      [visitor, agent].map(async (side) => {
        for (let i = 1; i <= 5; i++) await side.write(`${name} under way ${i}`);
      }),
    );
    await kefu.kill();
    await Promise.all(writing);
    const [first] = pairs;
    await first?.visitor.page.reload();
    await first?.visitor.open();
    await kefu.up();
    await Promise.all(
      pairs.map(async ({ visitor, agent, name }) => {
        await becomes('read', () => visitor.markOf(`${name} under way 5`), 'read', 60_000);
        await becomes('read', () => agent.markOf(`${name} under way 5`), 'read', 60_000);
      }),
    );
    await allAgree();
    for (const { id, name } of pairs) {
      const texts = (await archive.messages(id)).map(({ text }) => text ?? '');
      expect(texts.filter((text) => text.startsWith(`${name} under way`))).toHaveLength(10);
    }
  });
});

/** A new visitor, known to the shop by name, asks for a person at once. */
async function arrive(
  lang: 'en' | 'zh',
  name: string,
): Promise<{ visitor: Visitor; name: string }> {
  const page = await (await browser.person()).newPage();
  const address = shop.page({ lang, identity: kefu.identity(`customer-${lang}`, name) });
  const visitor = await Visitor.at(page, address);
  await visitor.write(lang === 'zh' ? '转人工' : 'human');
  return { visitor, name };
}

/** Waits for the conversation in the list of whoever got it, and opens it. */
async function meet(visitor: Visitor, name: string): Promise<Pair> {
  const agent = await until(`${name} comes to an agent`, async () => {
    for (const it of agents) if (await it.row(name).count()) return it;
    return undefined;
  });
  await agent.choose(agent.row(name));
  const visitorId = await visitor.id();
  const { conversation_id: id } = await until('the conversation is listed', () =>
    archive.conversationOf(visitorId),
  );
  return { visitor, agent, name, id };
}

/** All four pages show exactly what the server has stored, text by text. */
async function allAgree(): Promise<void> {
  for (const { visitor, agent, id, name } of pairs) {
    const stored = await archive.messages(id);
    await becomes(`${name}’s page is as stored`, () => visitor.lines(), lines(stored, 'visitor'));
    await becomes(
      `the page of ${name}’s agent is as stored`,
      () => agent.lines(),
      lines(stored, 'agent'),
    );
    const ids = stored.map(({ client_msg_id }) => client_msg_id).filter(Boolean);
    expect(new Set(ids).size, 'no message is stored twice').toBe(ids.length);
  }
}
