import { SUBPROTOCOL } from './frames.ts';

/** As much of a WebSocket as a connection uses, so that tests can script one. */
export interface Socket {
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export interface SocketListener {
  opened(): void;
  received(text: string): void;
  /** Exactly once; code 1006 when there was no close frame. */
  closed(code: number, reason: string): void;
}

export type SocketFactory = (url: string, listener: SocketListener) => Socket;

/** WebSockets in a row that did not open; one that does buys three failures more, which a restart may cost. */
let failed = 0;
/** Set while WebSockets seem blocked: for one try, then it is a WebSocket's turn again. */
let instead: SocketFactory | undefined;

/**
 * A WebSocket, or, after one did not open and when the server's `widget-poll.js` can be had all the same, long polls.
 * Between two of these it is tried again: a network that blocks it may be left.
 */
export const openWebSocket: SocketFactory = (url, listener) => {
  if (instead) {
    const open = instead;
    instead = undefined;
    return open(url, listener);
  }
  const socket = new WebSocket(url, SUBPROTOCOL);
  let opened = false;
  socket.onopen = () => {
    opened = true;
    failed = -3;
    listener.opened();
  };
  socket.onmessage = (event) => {
    if (typeof event.data === 'string') listener.received(event.data);
  };
  socket.onclose = (event) => {
    if (!opened && ++failed > 0) {
      // A browser may remember that a module could not be had: each failure asks by another name.
      import(/* @vite-ignore */ `${httpUrl(url, 'widget-poll.js')}?${failed}`).then(
        (it) => {
          instead = it.openPolls;
        },
        () => undefined,
      );
    }
    listener.closed(event.code, event.reason);
  };
  return socket;
};

/** Where the server's `path` is, whose socket is at `url`. */
export function httpUrl(url: string, path: string): string {
  return url.replace('ws', 'http').replace('ws/v1', path);
}
