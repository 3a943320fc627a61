import type { ConnectionState } from './connection.ts';

/** What the network does, for a page that shows it. Never holds a token. `at` is in epoch milliseconds. */
export type TraceEvent =
  | { at: number; kind: 'state'; state: ConnectionState; detail?: string }
  | { at: number; kind: 'out' | 'in'; frame: string; body: unknown; bytes: number }
  | { at: number; kind: 'outbox'; pending: number; failed: number }
  | { at: number; kind: 'ack'; client_msg_id: string; ms: number; duplicate: boolean };

export type Trace = (event: TraceEvent) => void;
