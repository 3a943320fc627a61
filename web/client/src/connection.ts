import { Backoff } from './backoff.ts';
import { Emitter } from './emitter.ts';
import { ApiError } from './errors.ts';
import {
  CLOSE,
  type ClientFrames,
  type ClientInfo,
  type ErrorFrame,
  type Resume,
  type ServerFrameKind,
  type ServerFrames,
  type Welcome,
} from './frames.ts';
import { openWebSocket, type Socket, type SocketFactory } from './socket.ts';
import type { Trace } from './trace.ts';

/**
 * - `idle`: not started, or stopped.
 * - `connecting`: a token is being got, the socket opens, or `hello` waits for `welcome`.
 * - `online`: frames flow.
 * - `waiting`: cut off; the next try comes by itself.
 * - `signed_out`: the token was refused and there is no fresh one. Needs `start()` after a sign-in.
 * - `forbidden`: refused for good. `replaced`: another connection of this instance took over. Both need `start()`.
 */
export type ConnectionState =
  | 'idle'
  | 'connecting'
  | 'online'
  | 'waiting'
  | 'signed_out'
  | 'forbidden'
  | 'replaced';

export interface Credential {
  token: string;
  /** Where to connect, when the answer that gave the token named it. */
  wsUrl?: string;
}

/**
 * Gives the token to sign in with. `refused` is the one that the server just turned down: give another, or `undefined`
 * when there is none (the connection then rests in `signed_out`). A throw is a failed try: it is made again later,
 * unless it is an {@link ApiError} that cannot pass.
 */
export type Credentials = (refused?: string) => Promise<Credential | undefined>;

export interface ConnectionOptions {
  /** `ws://…/ws/v1`; used when the credential names no address. */
  url: string;
  client: ClientInfo;
  credentials: Credentials;
  capabilities?: string[] | undefined;
  /** What the client has, asked for at each `hello`. */
  resume?: () => Resume[];
  backoff?: Backoff;
  socket?: SocketFactory | undefined;
  trace?: Trace | undefined;
  /** Milliseconds for socket, `hello` and `welcome` together. */
  connectTimeoutMs?: number;
  /** Milliseconds in which a `ping` must bring any frame. */
  pongTimeoutMs?: number;
}

export type ConnectionEvents = {
  [K in ServerFrameKind]: ServerFrames[K];
} & {
  state: { state: ConnectionState; retryInMs?: number };
  /** The socket is gone: nothing sent on it can be answered any more. */
  down: { code: number };
};

/** How long a connection must have been online before its failures are forgotten. */
const STABLE_MS = 5_000;
/** Between tries that someone asks for. */
const SOONEST_MS = 1_000;

/** One signed-in WebSocket that comes back by itself, as long as there is a point in trying. */
export class Connection extends Emitter<ConnectionEvents> {
  #current: ConnectionState = 'idle';
  #socket: Socket | undefined;
  /** Grows with each socket: what a former one still reports is ignored. */
  #generation = 0;
  readonly #backoff: Backoff;
  #retryTimer: Timer;
  #watchTimer: Timer;
  #stableTimer: Timer;
  #goawayTimer: Timer;
  #lastHeard = 0;
  #heartbeatMs = 25_000;
  #helloAt = 0;
  #pingAt = 0;
  #refused: string | undefined;
  #token: string | undefined;
  #retryAfter = 0;
  #notBefore = 0;
  #offset = 0;
  #rtt: number | undefined;

  constructor(private readonly options: ConnectionOptions) {
    super();
    this.#backoff = options.backoff ?? new Backoff();
  }

  get state(): ConnectionState {
    return this.#current;
  }

  /** Round trip of the last ping, in milliseconds. */
  get roundTripMs(): number | undefined {
    return this.#rtt;
  }

  /** The server's clock, in epoch milliseconds, as far as `welcome` and the round trip tell. */
  serverNow(): number {
    return Date.now() + this.#offset;
  }

  /** Connects now, whatever it rested in. Does nothing while a try is under way or online. */
  start(): void {
    if (this.#current === 'connecting' || this.#current === 'online') return;
    clearTimeout(this.#retryTimer);
    void this.#connect();
  }

  /** Leaves, until `start()`. */
  stop(): void {
    this.#drop(CLOSE.done);
    this.emit('down', { code: CLOSE.done });
    this.#enter('idle');
  }

  /** Leaves and comes back at once: for a token that changed, or a socket that is believed dead. */
  restart(): void {
    this.#drop(CLOSE.done);
    this.emit('down', { code: CLOSE.done });
    void this.#connect();
  }

  /**
   * Asks whether the socket still lives (the page woke, the network came back, someone wrote); reconnects if it does not.
   * A try that is due later is made now, but never sooner than the server asked or a second after the last one.
   */
  check(): void {
    if (this.#current === 'waiting' && Date.now() >= this.#notBefore) this.start();
    else if (this.#current === 'online') this.#ping();
  }

  /** Whether the frame was handed to a live socket. That it arrived, only its answer tells. */
  send<K extends keyof ClientFrames>(kind: K, body: ClientFrames[K]): boolean {
    if (this.#current !== 'online') return false;
    this.#write(kind, body);
    return true;
  }

  async #connect(): Promise<void> {
    const generation = ++this.#generation;
    this.#enter('connecting');
    let credential: Credential | undefined;
    try {
      credential = await this.options.credentials(this.#refused);
    } catch (error) {
      if (generation === this.#generation) this.#credentialsFailed(error);
      return;
    }
    if (generation !== this.#generation) return;
    if (!credential) {
      this.#enter('signed_out');
      return;
    }
    this.#token = credential.token;
    this.#open(generation, credential);
  }

  #credentialsFailed(error: unknown): void {
    if (error instanceof ApiError && !error.passing) {
      this.#enter(error.code === 'unauthenticated' ? 'signed_out' : 'forbidden');
      return;
    }
    this.#retry(error instanceof ApiError ? error.retryAfterMs : 0);
  }

  #open(generation: number, credential: Credential): void {
    const live = () => generation === this.#generation;
    clearTimeout(this.#watchTimer);
    this.#watchTimer = setTimeout(() => {
      if (live()) this.#lost(1006);
    }, this.options.connectTimeoutMs ?? 15_000);
    try {
      this.#socket = (this.options.socket ?? openWebSocket)(credential.wsUrl ?? this.options.url, {
        opened: () => {
          if (live()) this.#hello(credential.token);
        },
        received: (text) => {
          if (live()) this.#received(text);
        },
        closed: (code) => {
          if (live()) this.#lost(code);
        },
      });
    } catch {
      this.#lost(1006);
    }
  }

  #hello(token: string): void {
    this.#helloAt = Date.now();
    this.#write('hello', {
      token,
      client: this.options.client,
      capabilities: this.options.capabilities ?? [],
      resume: this.options.resume?.() ?? [],
    });
  }

  #write<K extends keyof ClientFrames>(kind: K, body: ClientFrames[K]): void {
    const text = JSON.stringify({ [kind]: body });
    try {
      this.#socket?.send(text);
    } catch {
      this.#lost(1006);
      return;
    }
    const shown = 'token' in body ? { ...body, token: '…' } : body;
    this.options.trace?.({
      at: Date.now(),
      kind: 'out',
      frame: kind,
      body: shown,
      bytes: text.length,
    });
  }

  #received(text: string): void {
    this.#lastHeard = Date.now();
    let frame: Partial<ServerFrames> | null;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    const kind = frame && (Object.keys(frame)[0] as ServerFrameKind | undefined);
    const body = frame && kind && frame[kind];
    if (!kind || typeof body !== 'object') return;
    this.#retryAfter = kind === 'error' ? ((body as ErrorFrame).retry_after_ms ?? 0) : 0;
    this.options.trace?.({
      at: this.#lastHeard,
      kind: 'in',
      frame: kind,
      body,
      bytes: text.length,
    });
    if (kind === 'welcome') this.#welcomed(body as Welcome);
    else if (kind === 'pong') this.#rtt = this.#lastHeard - this.#pingAt;
    else if (kind === 'goaway')
      this.#leaveSoon((body as { reconnect_after_ms?: number }).reconnect_after_ms ?? 0);
    this.emit(kind, body as never);
  }

  #welcomed(welcome: Welcome): void {
    const sentAt = Date.parse(welcome.server_time);
    if (sentAt) this.#offset = sentAt - (this.#helloAt + this.#lastHeard) / 2;
    this.#rtt = this.#lastHeard - this.#helloAt;
    this.#heartbeatMs = welcome.heartbeat_interval_ms || this.#heartbeatMs;
    this.#refused = undefined;
    this.#stableTimer = setTimeout(() => this.#backoff.reset(), STABLE_MS);
    this.#enter('online');
    this.#watch();
  }

  /** A browser hides the server's pings from the page, so silence is broken by a ping of our own. */
  #watch(): void {
    clearTimeout(this.#watchTimer);
    this.#watchTimer = setTimeout(() => {
      if (Date.now() - this.#lastHeard >= this.#heartbeatMs) this.#ping();
      else this.#watch();
    }, this.#heartbeatMs);
  }

  #ping(): void {
    clearTimeout(this.#watchTimer);
    this.#pingAt = Date.now();
    const heard = this.#lastHeard;
    this.#write('ping', { nonce: this.#pingAt.toString(36) });
    this.#watchTimer = setTimeout(() => {
      if (this.#lastHeard === heard) this.#lost(CLOSE.heartbeat);
      else this.#watch();
    }, this.options.pongTimeoutMs ?? 10_000);
  }

  #leaveSoon(afterMs: number): void {
    clearTimeout(this.#goawayTimer);
    this.#goawayTimer = setTimeout(() => this.restart(), afterMs);
  }

  #lost(code: number): void {
    this.#drop(code === 1006 || code === CLOSE.heartbeat ? CLOSE.done : undefined);
    this.emit('down', { code });
    if (code === CLOSE.unauthenticated) {
      this.#turnedDown();
    } else if (code === CLOSE.forbidden) {
      this.#enter('forbidden');
    } else if (code === CLOSE.replaced) {
      this.#enter('replaced');
    } else {
      const wait =
        code === CLOSE.rate_limited ? Math.max(this.#retryAfter, 5_000) : this.#retryAfter;
      this.#retry(wait);
    }
  }

  /** One fresh token is tried at once; that it is refused too means that tries are pointless. */
  #turnedDown(): void {
    if (this.#refused !== undefined) {
      this.#enter('signed_out');
      return;
    }
    this.#refused = this.#token ?? '';
    void this.#connect();
  }

  #retry(atLeast: number): void {
    const wait = this.#backoff.next(atLeast);
    this.#notBefore = Date.now() + Math.max(atLeast, SOONEST_MS);
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.#connect(), wait);
    this.#enter('waiting', wait);
  }

  #drop(closeCode: number | undefined): void {
    this.#generation++;
    for (const timer of [
      this.#retryTimer,
      this.#watchTimer,
      this.#stableTimer,
      this.#goawayTimer,
    ]) {
      clearTimeout(timer);
    }
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket && closeCode !== undefined) {
      try {
        socket.close(closeCode);
      } catch {
        // It never opened: there is nothing to close.
      }
    }
  }

  #enter(state: ConnectionState, retryInMs?: number): void {
    if (this.#current === state && state !== 'waiting') return;
    this.#current = state;
    this.options.trace?.({
      at: Date.now(),
      kind: 'state',
      state,
      ...(retryInMs === undefined ? {} : { detail: `${retryInMs} ms` }),
    });
    this.emit('state', retryInMs === undefined ? { state } : { state, retryInMs });
  }
}

type Timer = ReturnType<typeof setTimeout> | undefined;
