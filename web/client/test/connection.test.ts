import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, Backoff, type TraceEvent } from '../src/index.ts';
import { pass, World } from './world.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const hellos = (world: World) => world.server.received.filter((it) => it.kind === 'hello').length;

describe('a connection', () => {
  it('waits longer after each failure, spread out, and never longer than its cap', () => {
    const most = new Backoff(500, 30_000, 100, () => 1);
    const waits = Array.from({ length: 12 }, () => most.next());
    expect(waits.slice(0, 4)).toEqual([600, 1100, 2100, 4100]);
    expect(Math.max(...waits)).toBe(30_100);
    const least = new Backoff(500, 30_000, 100, () => 0);
    expect(least.next()).toBe(100);
    expect(least.next(9_000)).toBe(9_000);
  });

  it('tries a fresh token once when one is refused, then rests', async () => {
    const world = new World();
    world.server.helloCloses.push(4401, 4401);
    const refused: (string | undefined)[] = [];
    const chat = world.chat({
      credentials: async (old) => {
        refused.push(old);
        return { token: `t${refused.length}` };
      },
    });
    await chat.start();
    await pass(120_000);
    expect(refused).toEqual([undefined, 't1']);
    expect(chat.connection.state).toBe('signed_out');
  });

  it.each([
    [4403, 'forbidden'],
    [4409, 'replaced'],
  ] as const)('does not come back by itself after %d', async (code, state) => {
    const world = new World();
    const chat = world.chat();
    await chat.start();
    await pass(50);
    world.server.drop(code);
    await pass(120_000);
    expect(chat.connection.state).toBe(state);
    expect(hellos(world)).toBe(1);
    chat.connection.start();
    await pass(50);
    expect(chat.connection.state).toBe('online');
  });

  it('comes back after what passes', async () => {
    for (const code of [1001, 1006, 4408, 4410, 4429, 4503]) {
      const world = new World();
      const chat = world.chat();
      await chat.start();
      await pass(50);
      world.server.drop(code);
      await pass(20);
      expect(chat.connection.state).toBe('waiting');
      await pass(10_000);
      expect(chat.connection.state).toBe('online');
      chat.stop();
    }
  });

  it('waits as long as an overloaded server asks', async () => {
    const world = new World();
    const chat = world.chat();
    await chat.start();
    await pass(50);
    world.server.push('error', { code: 'overloaded', retry_after_ms: 20_000 });
    world.server.drop(4503);
    await pass(19_000);
    expect(chat.connection.state).toBe('waiting');
    await pass(3_000);
    expect(chat.connection.state).toBe('online');
  });

  it('leaves a draining server when it is told to, and comes back', async () => {
    const world = new World();
    const chat = world.chat();
    await chat.start();
    await pass(50);
    world.server.push('goaway', { reason: 'drain', reconnect_after_ms: 3_000 });
    await pass(2_900);
    expect(hellos(world)).toBe(1);
    await pass(300);
    expect(hellos(world)).toBe(2);
    expect(chat.connection.state).toBe('online');
  });

  it('breaks the silence of a dead socket', async () => {
    const world = new World();
    const chat = world.chat();
    await chat.start();
    await pass(50);
    world.server.answersPings = false;
    await pass(25_000 + 10_000 + 10);
    expect(chat.connection.state).not.toBe('online');
    world.server.answersPings = true;
    await pass(10_000);
    expect(chat.connection.state).toBe('online');
  });

  it('keeps trying while no token can be had, and stops when none is given', async () => {
    const world = new World();
    let answer = new ApiError('unavailable', 0, 'away');
    const chat = world.chat({ credentials: () => Promise.reject(answer) });
    await chat.start();
    await pass(60_000);
    expect(chat.connection.state).toBe('waiting');
    answer = new ApiError('forbidden', 403, 'origin');
    await pass(60_000);
    expect(chat.connection.state).toBe('forbidden');
  });

  it('knows the server clock', async () => {
    const world = new World();
    const chat = world.chat();
    chat.connection.on('welcome', () => undefined);
    await chat.start();
    await pass(50);
    expect(Math.abs(chat.connection.serverNow() - Date.now())).toBeLessThan(20);
  });

  it('shows what the network does, and never the token', async () => {
    const world = new World();
    const events: TraceEvent[] = [];
    const token = world.visitorToken();
    const chat = world.chat({ token, trace: (event) => events.push(event) });
    await chat.start();
    await pass(50);
    await chat.send({ message_type: 'text', text: 'a' });
    await pass(50);
    expect(events.map((it) => it.kind)).toContain('ack');
    expect(JSON.stringify(events)).not.toContain(token);
  });

  it('skips what it does not understand', async () => {
    const world = new World();
    const chat = world.chat();
    await chat.start();
    await pass(50);
    world.server.push('novelty' as never, { some: 'thing' } as never);
    world.server.push('message', 'not an object' as never);
    await pass(50);
    expect(chat.connection.state).toBe('online');
  });
});
