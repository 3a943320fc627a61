import {
  AgentRest,
  Chat,
  type ConversationInfo,
  type ConversationQuery,
  type Party,
} from '@kefu/client';
import { type FakeConversation, FakeKefu } from '@kefu/client/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Conversations } from '../src/stores/conversations.ts';

const ME: Party = { kind: 'agent', id: 'a1', name: 'Lin' };
const OTHER: Party = { kind: 'agent', id: 'a2', name: 'Grace' };

let server: FakeKefu;
let lists: ConversationQuery[];
let open: Chat<AgentRest>[];

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeKefu();
  server.agents.set('t', ME);
  lists = [];
  open = [];
});
afterEach(() => {
  for (const chat of open) chat.stop();
  vi.useRealTimers();
});

function infoOf(it: FakeConversation): ConversationInfo {
  const last = it.messages.at(-1);
  return {
    conversation_id: it.id,
    epoch: it.epoch,
    state: it.state,
    visitor: { id: it.visitor.id, name: it.visitor.name ?? '' },
    routing: [],
    last_seq: it.messages.length,
    read: [...it.reads.values()],
    ...(it.agent ? { agent: it.agent } : {}),
    ...(last ? { last_message: last } : {}),
  };
}

class Calls extends AgentRest {
  override async conversations(query: ConversationQuery = {}) {
    lists.push(query);
    if (server.isDown) throw new Error('away');
    const items = [...server.conversations.values()]
      .map(infoOf)
      .filter((it) => it.state === query.state);
    return { items: items.slice(query.offset ?? 0, (query.offset ?? 0) + (query.limit ?? 50)) };
  }

  override async conversation(id: string): Promise<ConversationInfo> {
    await super.conversation(id);
    const it = server.conversations.get(id);
    if (!it) throw new Error('gone');
    return infoOf(it);
  }
}

async function desk(onLive?: ConstructorParameters<typeof Conversations>[2]) {
  const rest = new Calls({ baseUrl: 'http://kefu.test', token: () => 't', fetch: server.fetch });
  const chat = new Chat<AgentRest>({
    role: 'agent',
    rest,
    url: 'ws://kefu.test/ws/v1',
    client: { name: 'test', version: '0', instance_id: 'i', device_id: 'd' },
    credentials: async () => ({ token: 't' }),
    socket: server.socket,
  });
  open.push(chat);
  const conversations = new Conversations(chat, ME, onLive);
  await chat.start();
  await pass(50);
  void conversations.load();
  await pass(50);
  return { chat, conversations };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function talk(state: FakeConversation['state'], agent?: Party, lines = 1): FakeConversation {
  const it = server.newConversation(
    { kind: 'visitor', id: `v${server.conversations.size}`, name: 'Ann' },
    state,
  );
  if (agent) it.agent = agent;
  for (let i = 0; i < lines; i++) server.append(it, it.visitor, { text: `line ${i}` });
  return it;
}

describe('the conversations of an agent', () => {
  it('are listed by state, with exact unread counts for its own', async () => {
    const mine = talk('assigned', ME, 3);
    const theirs = talk('assigned', OTHER);
    talk('queued');
    talk('bot');
    const { conversations } = await desk();
    expect(conversations.counts.value.open.total).toBe(4);
    expect(conversations.rows.get(mine.id)?.unread).toBe(3);
    expect(conversations.rows.get(theirs.id)?.mine).toBe(false);
    expect(conversations.loading.value).toBe(false);
  });

  it('change live: a message, a read mark, an assignment, the end', async () => {
    const it = talk('queued');
    const { conversations } = await desk();
    server.setState(it, { state: 'assigned', agent: ME });
    await pass(50);
    expect(conversations.rows.get(it.id)?.mine).toBe(true);
    server.append(it, it.visitor, { text: 'hello?' });
    await pass(50);
    expect(conversations.rows.get(it.id)).toMatchObject({ unread: 2, last: { text: 'hello?' } });
    server.markRead(it.id, ME, 2);
    await pass(50);
    expect(conversations.rows.get(it.id)?.unread).toBe(0);
    server.setState(it, { state: 'closed' });
    await pass(50);
    expect(conversations.counts.value.mine.total).toBe(0);
  });

  it('that begin while the console is open appear, with all that is known of them', async () => {
    const { conversations } = await desk();
    const it = talk('bot');
    await pass(100);
    expect(conversations.rows.get(it.id)).toMatchObject({ state: 'bot', visitorName: 'Ann' });
  });

  it('that moved or ended while the console was cut off are put right', async () => {
    const ended = talk('assigned', OTHER);
    const mine = talk('assigned', ME);
    const { chat, conversations } = await desk();
    server.kill();
    ended.state = 'closed';
    server.append(mine, mine.visitor, { text: 'anyone?' });
    await pass(5_000);
    server.isDown = false;
    await pass(40_000);
    expect(chat.connection.state).toBe('online');
    await conversations.load();
    expect(conversations.rows.get(ended.id)?.state ?? 'closed').toBe('closed');
    expect(conversations.rows.get(mine.id)?.last?.text).toBe('anyone?');
  });

  it('say so when they cannot be read, and keep what is shown', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const it = talk('queued');
    const { conversations } = await desk();
    server.isDown = true;
    await conversations.load();
    expect([conversations.failed.value, conversations.rows.has(it.id)]).toEqual([true, true]);
    warned.mockRestore();
  });

  it('are read page by page, thousands of them', async () => {
    for (let i = 0; i < 1_250; i++) talk('assigned', OTHER, 0);
    const { conversations } = await desk();
    expect(conversations.counts.value.open.total).toBe(1_250);
    expect(lists.filter((it) => it.state === 'assigned').map((it) => it.offset)).toEqual([
      0, 200, 400, 600, 800, 1_000, 1_200,
    ]);
  });

  it('tell of each live message once', async () => {
    const heard: string[] = [];
    const it = talk('assigned', ME);
    const { chat } = await desk((row, message) => heard.push(`${row.id}/${message.seq}`));
    server.append(it, it.visitor, { text: 'again' });
    await pass(50);
    server.drop();
    await pass(3_000);
    expect(chat.connection.state).toBe('online');
    expect(heard).toEqual([`${it.id}/2`]);
  });

  it('that were closed are kept up to a bound, the latest of them', async () => {
    const all = Array.from({ length: 1_150 }, () => talk('assigned', OTHER));
    const { chat, conversations } = await desk();
    for (const it of all) server.setState(it, { state: 'closed' });
    await pass(5_000);
    expect(conversations.counts.value.closed.total).toBeLessThanOrEqual(1_100);
    expect(chat.conversations.length).toBeLessThanOrEqual(1_100);
  });

  it('a flood of unknown ones costs one list, not a call each', async () => {
    await desk();
    const before = server.requests.length;
    for (let i = 0; i < 120; i++) talk('queued');
    await pass(1_000);
    expect(server.requests.length - before).toBeLessThan(60);
  });
});
