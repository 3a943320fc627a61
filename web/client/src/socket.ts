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

export const openWebSocket: SocketFactory = (url, listener) => {
  const socket = new WebSocket(url, SUBPROTOCOL);
  socket.onopen = () => listener.opened();
  socket.onmessage = (event) => {
    if (typeof event.data === 'string') listener.received(event.data);
  };
  socket.onclose = (event) => listener.closed(event.code, event.reason);
  return socket;
};
