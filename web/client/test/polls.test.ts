import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LONGEST_REQUEST_MS, openPolls } from '../src/polls.ts';

const URL_OF_SOCKET = 'wss://kefu.test/ws/v1';
const HELLO = JSON.stringify({ hello: { token: 'secret', client: { name: 'test' } } });

interface Asked {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
  answer(status: number, body?: unknown, type?: string): void;
}

let asked: Asked[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit & { headers: Record<string, string> }) => {
    return new Promise<Response>((resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      asked.push({
        url,
        method: init.method ?? 'GET',
        headers: init.headers,
        body: init.body as string | undefined,
        answer: (status, body, type = 'application/json') =>
          resolve(
            new Response(body === undefined ? null : JSON.stringify(body), {
              status,
              headers: { 'content-type': type },
            }),
          ),
      });
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

async function open() {
  const told: string[] = [];
  const socket = openPolls(URL_OF_SOCKET, {
    opened: () => told.push('opened'),
    received: (text) => told.push(text),
    closed: (code) => told.push(`closed ${code}`),
  });
  await until(() => expect(told).toEqual(['opened']));
  socket.send(HELLO);
  await until(() => expect(asked).toHaveLength(1));
  return { socket, told };
}

async function welcomed() {
  const opened = await open();
  asked[0]?.answer(200, { welcome: { connection_id: 'k_1' } });
  await until(() => expect(asked).toHaveLength(2));
  return opened;
}

/** Waits, as long as a busy machine takes. */
function until(holds: () => void): Promise<void> {
  return vi.waitFor(holds, { timeout: 30_000, interval: 1 });
}

/** Lets everything that is ready happen, where nothing is to be waited for. */
async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve, 0));
}

describe('frames by HTTP requests', { timeout: 60_000 }, () => {
  it('says hello with the token in a header, and hears from the welcome on', async () => {
    const { told } = await welcomed();

    expect(asked[0]).toMatchObject({ url: 'https://kefu.test/api/v1/frames', method: 'POST' });
    expect(asked[0]?.headers.authorization).toBe('Bearer secret');
    expect(asked[1]?.url).toBe('https://kefu.test/api/v1/events');
    expect(asked[1]?.headers['last-event-id']).toBe('k_1');
    expect(asked.map(({ url }) => url).join()).not.toContain('secret');
    expect(told).toEqual(['opened', '{"welcome":{"connection_id":"k_1"}}']);
  });

  it('goes on from the cursor of each answer', async () => {
    const { told } = await welcomed();

    asked[1]?.answer(200, { cursor: 'k_1.2', events: [{ message: { seq: 1 } }, { pong: {} }] });
    await until(() => expect(asked).toHaveLength(3));

    expect(told.slice(2)).toEqual(['{"message":{"seq":1}}', '{"pong":{}}']);
    expect(asked[2]?.headers['last-event-id']).toBe('k_1.2');
  });

  it('sends one frame after the other, and takes what answers', async () => {
    const { socket, told } = await welcomed();

    socket.send('{"send":{"client_msg_id":"a"}}');
    socket.send('{"read":{"seq":1}}');
    await until(() => expect(asked).toHaveLength(3));
    await settled();
    expect(asked.slice(2).map(({ body }) => body)).toEqual(['{"send":{"client_msg_id":"a"}}']);
    expect(asked[2]?.headers['kefu-connection']).toBe('k_1');
    asked[2]?.answer(429, { error: { code: 'rate_limited', client_msg_id: 'a' } });
    await until(() => expect(asked).toHaveLength(4));
    asked[3]?.answer(204);
    await settled();

    expect(told.slice(2)).toEqual(['{"error":{"code":"rate_limited","client_msg_id":"a"}}']);
    expect(asked[3]?.body).toBe('{"read":{"seq":1}}');
  });

  it.each([
    [401, 4401],
    [403, 4403],
    [404, 1006],
    [503, 4503],
  ])('takes a request that is refused with %i for the end with %i', async (status, code) => {
    const { told } = await welcomed();

    asked[1]?.answer(status, { code: 'x' }, 'application/problem+json');

    await until(() => expect(told.at(-1)).toBe(`closed ${code}`));
  });

  it('ends when the hello is refused', async () => {
    const { told } = await open();

    asked[0]?.answer(401, { error: { code: 'unauthenticated' } });

    await until(() => expect(told.at(-1)).toBe('closed 4401'));
    await settled();
    expect(asked).toHaveLength(1);
  });

  it('waits and asks again when requests come too fast', async () => {
    const { told } = await welcomed();

    asked[1]?.answer(429, { retry_after_ms: 1 }, 'application/problem+json');
    await until(() => expect(asked).toHaveLength(3));

    expect(asked[2]?.headers['last-event-id']).toBe('k_1');
    expect(told.at(-1)).not.toContain('closed');
  });

  it('ends when a network swallows what it asks', async () => {
    vi.useFakeTimers();
    try {
      const { told } = await welcomed();
      await vi.advanceTimersByTimeAsync(LONGEST_REQUEST_MS - 1_000);
      expect(told.at(-1)).not.toContain('closed');

      await vi.advanceTimersByTimeAsync(1_000);

      expect(told.at(-1)).toBe('closed 1006');
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends as the server says', async () => {
    const { told } = await welcomed();

    asked[1]?.answer(200, {
      cursor: 'k_1.1',
      events: [{ goaway: {} }],
      close: { code: 4409, reason: 'again' },
    });

    await until(() => expect(told.slice(2)).toEqual(['{"goaway":{}}', 'closed 4409']));
    await settled();
    expect(asked).toHaveLength(2);
  });

  it('tells the server when it leaves, and hears nothing more', async () => {
    const { socket, told } = await welcomed();

    socket.close(1000);
    await until(() => expect(asked).toHaveLength(3));
    await settled();

    expect(asked.at(-1)).toMatchObject({
      url: 'https://kefu.test/api/v1/connections/k_1',
      method: 'DELETE',
    });
    expect(told.at(-1)).not.toContain('closed');
  });
});
