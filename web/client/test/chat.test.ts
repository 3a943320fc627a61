import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryOutboxStore } from '../src/index.ts';
import { pass, texts, World } from './world.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const bot = { kind: 'bot', id: 'bot' } as const;

async function online(world: World, chat = world.chat()) {
  await chat.start();
  await pass(50);
  expect(chat.connection.state).toBe('online');
  return chat;
}

describe('a chat', () => {
  it('shows a message as pending, then as sent, once', async () => {
    const world = new World();
    const chat = await online(world);
    await chat.send({ message_type: 'text', text: 'hello' });
    expect(chat.outbox.entries).toHaveLength(1);
    await pass(20);
    expect(chat.outbox.entries).toHaveLength(0);
    const [conversation] = chat.conversations;
    expect(texts(conversation?.messages ?? [])).toEqual(['hello']);
    expect(conversation?.messages[0]?.author).toEqual({ kind: 'visitor', id: 'v1' });
  });

  it('sends what was written offline once, in order, when the server is back', async () => {
    const world = new World();
    world.server.isDown = true;
    const chat = world.chat();
    await chat.start();
    const said = Array.from({ length: 20 }, (_, i) => `m${i}`);
    for (const text of said) void chat.send({ message_type: 'text', text });
    await pass(5_000);
    expect(chat.outbox.entries).toHaveLength(20);
    world.server.isDown = false;
    await pass(40_000);
    expect(chat.outbox.entries).toHaveLength(0);
    const [conversation] = world.server.conversations.values();
    expect(texts(conversation?.messages ?? [])).toEqual(said);
    expect(texts(chat.conversations[0]?.messages ?? [])).toEqual(said);
  });

  it('doubles nothing when the server dies between storing and acknowledging', async () => {
    const world = new World();
    const chat = await online(world);
    world.server.losesAcks = true;
    await chat.send({ message_type: 'text', text: 'once' });
    await pass(20);
    world.server.kill();
    await pass(20);
    expect(chat.connection.state).toBe('waiting');
    expect(chat.outbox.entries).toHaveLength(1);
    world.server.isDown = false;
    world.server.losesAcks = false;
    await pass(40_000);
    expect(chat.outbox.entries).toHaveLength(0);
    expect(world.server.conversations.size).toBe(1);
    expect(texts(chat.conversations[0]?.messages ?? [])).toEqual(['once']);
  });

  it('leaves a socket that swallows messages', async () => {
    const world = new World();
    const chat = await online(world);
    world.server.losesAcks = true;
    await chat.send({ message_type: 'text', text: 'once' });
    await pass(14_000);
    world.server.losesAcks = false;
    await pass(3_000);
    expect(chat.outbox.entries).toHaveLength(0);
    expect(texts(chat.conversations[0]?.messages ?? [])).toEqual(['once']);
  });

  it('sends what an earlier page left in the store', async () => {
    const world = new World();
    const token = world.visitorToken();
    const store = new MemoryOutboxStore();
    world.server.isDown = true;
    const first = world.chat({ token, store });
    await first.start();
    await first.send({ message_type: 'text', text: 'before the reload' });
    first.stop();
    world.server.isDown = false;
    const second = await online(world, world.chat({ token, store }));
    await pass(50);
    expect(second.outbox.entries).toHaveLength(0);
    expect(texts(second.conversations[0]?.messages ?? [])).toEqual(['before the reload']);
  });

  it('waits for as long as a busy server asks, and keeps the order', async () => {
    const world = new World();
    const chat = await online(world);
    world.server.refusals.push({ code: 'rate_limited', retry_after_ms: 7_000 });
    await chat.send({ message_type: 'text', text: 'a' });
    await chat.send({ message_type: 'text', text: 'b' });
    await pass(6_500);
    expect(chat.outbox.entries.map((it) => it.state)).toEqual(['pending', 'pending']);
    await pass(1_000);
    expect(texts(chat.conversations[0]?.messages ?? [])).toEqual(['a', 'b']);
  });

  it('marks a refused message as failed, lets the next one pass, and tries again when asked', async () => {
    const world = new World();
    const chat = await online(world);
    world.server.refusals.push({ code: 'unsupported_type' });
    const bad = await chat.send({ message_type: 'text', text: 'bad' });
    await chat.send({ message_type: 'text', text: 'good' });
    await pass(50);
    expect(chat.outbox.entries.map((it) => [it.send.text, it.state, it.error])).toEqual([
      ['bad', 'failed', 'unsupported_type'],
    ]);
    await chat.retry(bad.send.client_msg_id);
    await pass(50);
    expect(texts(chat.conversations[0]?.messages ?? [])).toEqual(['good', 'bad']);
  });

  it('does not let one message break the connection for ever', async () => {
    const world = new World();
    const chat = await online(world);
    world.server.losesAcks = true;
    await chat.send({ message_type: 'text', text: 'poison' });
    for (let i = 0; i < 3; i++) {
      await pass(20);
      world.server.drop(4400);
      await pass(8_000);
    }
    expect(chat.outbox.entries.map((it) => it.state)).toEqual(['failed']);
  });

  it('uploads an attachment once, however often the connection breaks', async () => {
    const world = new World();
    const chat = await online(world);
    world.server.losesAcks = true;
    const blob = new Blob(['picture'], { type: 'image/png' });
    await chat.send({ message_type: 'image', attachment: { blob, name: 'p.png' } });
    await pass(50);
    world.server.drop();
    world.server.losesAcks = false;
    await pass(5_000);
    expect(chat.outbox.entries).toHaveLength(0);
    expect(chat.conversations[0]?.messages[0]?.file?.name).toBe('p.png');
    expect(world.server.requests.filter((it) => it === 'POST /files')).toHaveLength(1);
  });

  it('gets what it missed while it was cut off', async () => {
    const world = new World();
    const chat = await online(world);
    await chat.send({ message_type: 'text', text: 'hello' });
    await pass(20);
    const [conversation] = world.server.conversations.values();
    if (!conversation) throw new Error('no conversation');
    world.server.drop();
    await pass(5);
    for (const text of ['x', 'y']) world.server.append(conversation, bot, { text });
    await pass(5_000);
    expect(texts(chat.conversations[0]?.messages ?? [])).toEqual(['hello', 'x', 'y']);
  });

  it('reads by pages what is too much to replay', async () => {
    const world = new World();
    world.server.replayLimit = 10;
    const chat = await online(world);
    await chat.send({ message_type: 'text', text: 'hello' });
    await pass(20);
    const [conversation] = world.server.conversations.values();
    if (!conversation) throw new Error('no conversation');
    world.server.drop();
    await pass(5);
    for (let i = 0; i < 450; i++) world.server.append(conversation, bot, { text: `${i}` });
    await pass(10_000);
    expect(chat.conversations[0]?.messages).toHaveLength(451);
    expect(world.server.requests.filter((it) => it.includes('after='))).toHaveLength(3);
  });

  it('fetches a gap, and shows nothing beyond it meanwhile', async () => {
    const world = new World();
    const chat = await online(world);
    await chat.send({ message_type: 'text', text: 'hello' });
    await pass(20);
    const [conversation] = world.server.conversations.values();
    if (!conversation) throw new Error('no conversation');
    const lost = { seq: 2, epoch: conversation.epoch, conversation_id: conversation.id };
    conversation.messages.push({ ...lost, text: 'lost', message_type: 'text', author: bot });
    world.server.append(conversation, bot, { text: 'after' });
    await pass(100);
    expect(texts(chat.conversations[0]?.messages ?? [])).toEqual(['hello']);
    await pass(400);
    expect(texts(chat.conversations[0]?.messages ?? [])).toEqual(['hello', 'lost', 'after']);
  });

  it('forgets what it knew of another epoch', async () => {
    const world = new World();
    const chat = await online(world);
    await chat.send({ message_type: 'text', text: 'a' });
    await chat.send({ message_type: 'text', text: 'b' });
    await pass(30);
    const [conversation] = world.server.conversations.values();
    if (!conversation) throw new Error('no conversation');
    world.server.drop();
    await pass(5);
    conversation.epoch = 'e2';
    conversation.messages = conversation.messages
      .slice(0, 1)
      .map((message) => ({ ...message, epoch: 'e2' }));
    await chat.open(conversation.id);
    await pass(8_000);
    expect(texts(chat.conversations[0]?.messages ?? [])).toEqual(['a']);
  });

  it('sends a read mark no more when a welcome tells that it is stored', async () => {
    const world = new World();
    const chat = await online(world);
    await chat.send({ message_type: 'text', text: 'a' });
    await pass(20);
    const id = chat.conversations[0]?.id ?? '';
    world.server.echoesReads = false;
    chat.markRead(id, 1);
    await pass(20);
    const by = { kind: 'visitor', id: 'v1' } as const;
    world.server.conversations.get(id)?.reads.set('visitor/v1', { by, seq: 1 });
    const reads = () => world.server.received.filter((it) => it.kind === 'read').length;
    expect(reads()).toBe(1);
    chat.connection.restart();
    await pass(60_000);
    expect(chat.conversations[0]?.readBy('visitor', 'v1')).toBe(1);
    expect(reads()).toBe(1);
  });

  it('sends a read mark until it is echoed', async () => {
    const world = new World();
    const chat = await online(world);
    await chat.send({ message_type: 'text', text: 'a' });
    await pass(20);
    const id = chat.conversations[0]?.id ?? '';
    world.server.echoesReads = false;
    chat.markRead(id, 1);
    await pass(16_000);
    const reads = () => world.server.received.filter((it) => it.kind === 'read').length;
    expect(reads()).toBe(3);
    world.server.echoesReads = true;
    await pass(20_100);
    expect(chat.conversations[0]?.readBy('visitor', 'v1')).toBe(1);
    const total = reads();
    await pass(60_000);
    expect(reads()).toBe(total);
  });

  it('shows typing for a while, and sends it seldom', async () => {
    const world = new World();
    const chat = await online(world);
    await chat.send({ message_type: 'text', text: 'a' });
    await pass(20);
    const [conversation] = world.server.conversations.values();
    if (!conversation) throw new Error('no conversation');
    world.server.showTyping(conversation, bot);
    await pass(10);
    expect(chat.conversations[0]?.typing?.by.kind).toBe('bot');
    await pass(7_000);
    expect(chat.conversations[0]?.typing).toBeUndefined();
    for (let i = 0; i < 50; i++) {
      chat.typing(conversation.id);
      await pass(100);
    }
    expect(world.server.received.filter((it) => it.kind === 'typing').length).toBeLessThan(4);
  });

  it('tells a message of another tab once, and takes its ack from the news of that tab', async () => {
    const world = new World();
    const token = world.visitorToken();
    const store = new MemoryOutboxStore();
    const one = await online(world, world.chat({ token, store }));
    const two = await online(world, world.chat({ token, store }));
    await one.send({ message_type: 'text', text: 'from one' });
    await two.send({ message_type: 'text', text: 'from two' });
    await pass(100);
    for (const chat of [one, two]) {
      await chat.outbox.load();
      expect(texts(chat.conversations[0]?.messages ?? [])).toEqual(['from one', 'from two']);
      expect(chat.outbox.entries).toHaveLength(0);
    }
    const [conversation] = world.server.conversations.values();
    expect(texts(conversation?.messages ?? [])).toEqual(['from one', 'from two']);
  });

  it('gives an agent all conversations over one connection, and history when opened', async () => {
    const world = new World();
    for (const id of ['v1', 'v2']) {
      const it = world.server.newConversation({ kind: 'visitor', id });
      for (let i = 1; i <= 120; i++) world.server.append(it, it.visitor, { text: `${id} ${i}` });
    }
    const chat = await online(world, world.chat({ role: 'agent', token: world.agentToken() }));
    expect(chat.conversations).toHaveLength(2);
    const [first, second] = chat.conversations;
    if (!first || !second) throw new Error('two conversations');
    expect(first.unread({ kind: 'agent', id: 'a1' })).toBe(120);
    await Promise.all([chat.open(first.id), pass(50)]);
    expect(first.messages).toHaveLength(50);
    await Promise.all([chat.loadOlder(first.id), pass(50)]);
    expect(first.messages).toHaveLength(100);
    const fake = world.server.conversations.get(second.id);
    if (!fake) throw new Error('known to the server');
    world.server.append(fake, fake.visitor, { text: 'live' });
    await pass(50);
    expect(second.lastSeq).toBe(121);
    expect(texts(second.messages)).toEqual(['live']);
  });
});
