import { CLOSE } from './frames.ts';
import { httpUrl, type SocketFactory } from './socket.ts';

/** What a refused request stands for, where no close code could be heard. */
const CODES: Record<number, number> = {
  401: CLOSE.unauthenticated,
  403: CLOSE.forbidden,
  413: CLOSE.too_big,
  429: CLOSE.rate_limited,
  503: CLOSE.overloaded,
};

/** For one request: longer than the server waits with an answer. A network that swallows what is sent tells nobody. */
export const LONGEST_REQUEST_MS = 40_000;

/** How often a request is made again that came too fast, before the connection is given up. */
const TRIES = 3;

/**
 * The frames of a WebSocket by HTTP requests: each is sent by a POST after the answer to the one before, and the server's
 * are heard by long polls. For networks that let no WebSocket through.
 */
export const openPolls: SocketFactory = (url, listener) => {
  const api = httpUrl(url, 'api/v1/');
  const leaving = new AbortController();
  let token = '';
  let id = '';
  let sending = Promise.resolve();

  function end(code: number, reason = ''): void {
    if (leaving.signal.aborted) return;
    leaving.abort();
    listener.closed(code, reason);
  }

  /** Given up when this client leaves, or its time is over; what comes later than that is nobody's. */
  function givenUp(): AbortSignal {
    const request = new AbortController();
    const giveUp = (): void => {
      clearTimeout(timer);
      leaving.signal.removeEventListener('abort', giveUp);
      request.abort();
    };
    const timer = setTimeout(giveUp, LONGEST_REQUEST_MS);
    leaving.signal.addEventListener('abort', giveUp);
    if (leaving.signal.aborted) giveUp();
    return request.signal;
  }

  async function ask(path: string, init: RequestInit & { headers: Record<string, string> }) {
    init.headers.authorization = `Bearer ${token}`;
    for (let tries = 0; ; tries++) {
      const answer = await fetch(api + path, { signal: givenUp(), ...init });
      const problem = answer.headers.get('content-type')?.includes('problem');
      if (!problem) return answer;
      if (answer.status !== 429 || tries === TRIES) {
        end(CODES[answer.status] ?? 1006);
        return undefined;
      }
      const { retry_after_ms } = await answer.json();
      await new Promise((resolve) => setTimeout(resolve, retry_after_ms ?? 1_000));
    }
  }

  async function hear(): Promise<void> {
    // Not in the address: each other one would cost a question of the browser's whether this page may ask it.
    let cursor = id;
    while (!leaving.signal.aborted) {
      const answer = await ask('events', { headers: { 'last-event-id': cursor } });
      if (!answer) return;
      const { events, close, ...rest } = await answer.json();
      cursor = rest.cursor;
      for (const event of events) {
        if (!leaving.signal.aborted) listener.received(JSON.stringify(event));
      }
      if (close) end(close.code, close.reason);
    }
  }

  async function say(text: string): Promise<void> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (id) headers['kefu-connection'] = id;
    const answer = await ask('frames', { method: 'POST', body: text, headers });
    if (!answer || answer.status === 204) return;
    const said = await answer.text();
    if (leaving.signal.aborted) return;
    if (!id) id = JSON.parse(said).welcome?.connection_id ?? '';
    else return listener.received(said);
    listener.received(said);
    if (id) hear().catch(() => end(1006));
    else end(CODES[answer.status] ?? 1006);
  }

  queueMicrotask(() => listener.opened());
  return {
    send(text) {
      token = JSON.parse(text).hello?.token ?? JSON.parse(text).token?.token ?? token;
      sending = sending.then(() => say(text)).catch(() => end(1006));
    },
    close() {
      if (leaving.signal.aborted) return;
      leaving.abort();
      if (!id) return;
      const leave = {
        method: 'DELETE',
        keepalive: true,
        headers: { authorization: `Bearer ${token}` },
      };
      fetch(`${api}connections/${id}`, leave).catch(() => undefined);
    },
  };
};
