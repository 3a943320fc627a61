import type { ConnectionState, Message, TraceEvent } from '@kefu/client';

/** What the strip tells of the visitor's connection. */
export interface Figures {
  state: ConnectionState;
  pending: number;
  /** Messages that the server has stored. */
  acked: number;
  /** Messages that stand twice in a conversation: 0, or the promise is broken. */
  doubled: number;
  latencyMs: number | undefined;
  framesOut: number;
  framesIn: number;
  /** When the connection was lost; undefined while it stands. */
  lostAt: number | undefined;
}

/** Adds up trace events. */
export class Ledger {
  readonly figures: Figures = {
    state: 'idle',
    pending: 0,
    acked: 0,
    doubled: 0,
    latencyMs: undefined,
    framesOut: 0,
    framesIn: 0,
    lostAt: undefined,
  };
  /** Where each own message was stored: a second place would be a double. */
  private readonly places = new Map<string, string>();

  /** Milliseconds that the connection was gone, when this event brought it back. */
  take(event: TraceEvent): number | undefined {
    const { figures } = this;
    switch (event.kind) {
      case 'out':
        figures.framesOut++;
        return undefined;
      case 'in':
        figures.framesIn++;
        this.stored(event.frame, event.body);
        return undefined;
      case 'outbox':
        figures.pending = event.pending;
        return undefined;
      case 'ack':
        figures.latencyMs = event.ms;
        return undefined;
      case 'state':
        return this.stateChanged(event);
    }
  }

  private stateChanged(event: Extract<TraceEvent, { kind: 'state' }>): number | undefined {
    const { figures } = this;
    const before = figures.state;
    figures.state = event.state;
    if (before === 'online') figures.lostAt = event.at;
    if (event.state !== 'online' || figures.lostAt === undefined) return undefined;
    const gone = event.at - figures.lostAt;
    figures.lostAt = undefined;
    return gone;
  }

  private stored(frame: string, body: unknown): void {
    if (frame !== 'ack' && frame !== 'message') return;
    const { client_msg_id: id, conversation_id, epoch, seq } = body as Partial<Message>;
    if (!id) return;
    const place = `${conversation_id}/${epoch}/${seq}`;
    const known = this.places.get(id);
    if (known === undefined) {
      this.places.set(id, place);
      if (frame === 'ack') this.figures.acked++;
    } else if (known !== place) {
      this.figures.doubled++;
    }
  }
}
