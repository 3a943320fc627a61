import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Agent } from '../staging/agent.ts';
import { take } from '../staging/album.ts';
import { Watched } from '../staging/browser.ts';
import { Kefu } from '../staging/kefu.ts';
import { becomes, typesUntilSeen, until } from '../staging/until.ts';
import { Visitor } from '../staging/visitor.ts';

let kefu: Kefu;
let browser: Watched;
let visitor: Visitor;
let agent: Agent;

beforeAll(async () => {
  kefu = await Kefu.start();
  browser = await Watched.launch(() => [kefu.host]);
  const page = await (await browser.person({ viewport: { width: 1600, height: 1000 } })).newPage();
  await page.goto(kefu.run.demo_url);
  visitor = new Visitor(page, page.frameLocator('#shop'));
  agent = new Agent(page, page.frameLocator('#console'));
});
afterEach((context) => browser.check(context));
afterAll(async () => {
  await browser?.close();
  await kefu?.stop();
});

describe('a newcomer on the demo page', () => {
  it('asks, and the bot answers out of the knowledge base', async () => {
    await visitor.open();
    await visitor.write('How do I cancel my order?');
    await visitor.says('Until it has shipped, you can cancel it yourself').waitFor();
    await becomes('the question is stored', () => visitor.markOf('How do I cancel'), 'sent');
  });

  it('asks for a person, and the agent sees it arrive', async () => {
    await agent.signIn('admin');
    await visitor.askForPerson();
    await agent.row('Visitor').waitFor();
    await agent.choose(agent.row('Visitor'));
    await agent.says('How do I cancel my order?').waitFor();
    await agent.says('Until it has shipped').waitFor();
    await visitor.panel.getByText('Admin has joined').waitFor();
  });

  it('sees the agent type, reads the answer, and both see it read', async () => {
    await typesUntilSeen(agent.input, visitor.panel.locator('.typing'));
    await agent.write('Hello, I have cancelled it for you.');
    await visitor.says('I have cancelled it for you.').waitFor();
    await becomes('the agent sees it read', () => agent.markOf('I have cancelled'), 'read');
    await typesUntilSeen(visitor.input, agent.place.locator('.thread .typing'));
    await visitor.write('Thank you! 谢谢');
    await agent.says('Thank you! 谢谢').waitFor();
    // One who writes in the other frame does not look at this one.
    await agent.input.click();
    await becomes('the visitor sees it read', () => visitor.markOf('Thank you!'), 'read');
  });

  it('kills the server under both, writes on, and nothing is lost or doubled', async () => {
    const { pid } = kefu.run;
    await visitor.page.locator('#kill').click();
    await visitor.write('written while the server was dead');
    await agent.write('me too');
    await kefu.ready(pid);
    for (const side of [visitor, agent]) {
      await side.says('written while the server was dead').waitFor();
      await side.says('me too').waitFor();
    }
    await until('the visitor’s is stored', async () =>
      ['delivered', 'read'].includes(await visitor.markOf('written while')),
    );
    await until('the agent’s is stored', async () => (await agent.markOf('me too')) === 'read');
    expect(await visitor.says('written while the server was dead').count()).toBe(1);
    expect(await agent.says('written while the server was dead').count()).toBe(1);
    expect(await visitor.says('me too').count()).toBe(1);
    expect(await agent.says('me too').count()).toBe(1);
    await take(visitor.page, 'demo');
    await becomes('nothing waits', () => visitor.page.locator('#pending').textContent(), '0');
    expect(await visitor.page.locator('#doubled').textContent()).toBe('0');
  });
});
