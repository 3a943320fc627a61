import type {
  ClientFrames,
  ConversationState,
  ErrorFrame,
  EventPart,
  FileRef,
  Message,
  Party,
  Send,
  ServerFrames,
} from '../src/frames.ts';
import type { Socket, SocketFactory, SocketListener } from '../src/socket.ts';

export interface FakeConversation {
  id: string;
  epoch: string;
  state: ConversationState;
  visitor: Party;
  agent?: Party;
  queuePosition?: number;
  messages: Message[];
  reads: Map<string, { by: Party; seq: number }>;
  rating?: { score: number; comment?: string };
}

interface Peer {
  listener: SocketListener;
  self?: Party;
  instance?: string;
  open: boolean;
}

interface StoredFile extends FileRef {
  blob: Blob;
}

/**
 * The protocol in memory, for tests and for trying the web clients without a server. It dedupes, numbers, replays and
 * fans out as the protocol says; faults are switched on by its fields.
 */
export class FakeKefu {
  readonly conversations = new Map<string, FakeConversation>();
  readonly visitors = new Map<string, Party>();
  readonly agents = new Map<string, Party>();
  readonly files = new Map<string, StoredFile>();
  /** Every frame that came in, in order, of all connections. */
  readonly received: { kind: keyof ClientFrames; body: unknown; by?: Party }[] = [];
  readonly requests: string[] = [];
  private readonly peers = new Set<Peer>();
  private readonly dedupe = new Map<string, { conversation: FakeConversation; seq: number }>();

  /** Not reachable: sockets fail, requests throw. */
  isDown = false;
  /** Messages are stored, and their acks lost. */
  losesAcks = false;
  /** Frames and calls take this many milliseconds each way. */
  latencyMs = 1;
  replayLimit = 500;
  heartbeatMs = 25_000;
  answersPings = true;
  echoesReads = true;
  /** The next sends are refused with these, first to last. */
  readonly refusals: Omit<ErrorFrame, 'client_msg_id'>[] = [];
  /** Close code instead of `welcome`, for the next hellos. */
  readonly helloCloses: number[] = [];
  /** Called after a visitor's message is stored: where a scripted bot or agent lives. */
  onVisitorMessage: (conversation: FakeConversation, message: Message) => void = () => undefined;
  config: Record<string, unknown> = {};
  capabilities: string[] = [];
  private ids = 0;

  get connections(): number {
    return [...this.peers].filter((peer) => peer.self).length;
  }

  // ---- Faults ----

  /** Every socket closes with this code; 1006: without a close frame. */
  drop(code = 1006): void {
    for (const peer of [...this.peers]) this.closePeer(peer, code);
  }

  /** As a killed process: everything durable stays, every socket is gone. */
  kill(): void {
    this.isDown = true;
    this.drop(1006);
  }

  push<K extends keyof ServerFrames>(kind: K, body: ServerFrames[K]): void {
    for (const peer of this.peers) if (peer.self) this.emit(peer, kind, body);
  }

  // ---- Sockets ----

  readonly socket: SocketFactory = (_url, listener) => this.connect(listener);

  connect(listener: SocketListener): Socket {
    const peer: Peer = { listener, open: false };
    this.later(() => {
      if (this.isDown) {
        listener.closed(1006, '');
        return;
      }
      peer.open = true;
      this.peers.add(peer);
      listener.opened();
    });
    return {
      send: (text) => this.later(() => this.take(peer, text)),
      close: () => {
        this.peers.delete(peer);
        peer.open = false;
      },
    };
  }

  private take(peer: Peer, text: string): void {
    if (!peer.open || this.isDown) return;
    const frame = JSON.parse(text) as Partial<ClientFrames>;
    const kind = Object.keys(frame)[0] as keyof ClientFrames;
    this.received.push({ kind, body: frame[kind], ...(peer.self ? { by: peer.self } : {}) });
    if (frame.hello) this.hello(peer, frame.hello);
    else if (!peer.self) this.closePeer(peer, 4408);
    else if (frame.send) this.send(peer, peer.self, frame.send);
    else if (frame.read) this.read(peer, peer.self, frame.read);
    else if (frame.typing) this.typing(peer, peer.self, frame.typing);
    else if (frame.ping && this.answersPings) this.emit(peer, 'pong', frame.ping);
  }

  private hello(peer: Peer, hello: ClientFrames['hello']): void {
    const close = this.helloCloses.shift();
    const self = this.visitors.get(hello.token) ?? this.agents.get(hello.token);
    if (close || !self) {
      this.closePeer(peer, close ?? 4401);
      return;
    }
    for (const other of [...this.peers]) {
      if (other !== peer && other.instance === hello.client.instance_id)
        this.closePeer(other, 4409);
    }
    peer.self = self;
    peer.instance = hello.client.instance_id;
    const mine = [...this.conversations.values()].filter((it) => sees(self, it));
    this.emit(peer, 'welcome', {
      connection_id: this.id('conn'),
      self,
      heartbeat_interval_ms: this.heartbeatMs,
      server_time: new Date().toISOString(),
      conversations: mine.map((it) => ({
        conversation_id: it.id,
        epoch: it.epoch,
        last_seq: it.messages.length,
        state: it.state,
        channel_id: 'web',
        ...(it.agent ? { agent: it.agent } : {}),
        read: [...it.reads.values()],
      })),
    });
    for (const resume of hello.resume ?? []) {
      const it = this.conversations.get(resume.conversation_id);
      if (!it || !sees(self, it)) continue;
      const missed = it.messages.slice(resume.last_seq);
      if (it.epoch !== resume.epoch || missed.length > this.replayLimit) {
        this.emit(peer, 'reset', {
          conversation_id: it.id,
          epoch: it.epoch,
          last_seq: it.messages.length,
        });
      } else {
        for (const message of missed) this.emit(peer, 'message', visible(self, message));
      }
    }
  }

  private send(peer: Peer, author: Party, send: Send): void {
    const refusal = this.refusals.shift();
    if (refusal) {
      this.emit(peer, 'error', { ...refusal, client_msg_id: send.client_msg_id });
      return;
    }
    const key = `${author.id}/${send.client_msg_id}`;
    const first = this.dedupe.get(key);
    const conversation = first?.conversation ?? this.conversationFor(author, send);
    if (!conversation) {
      this.emit(peer, 'error', { code: 'not_found', client_msg_id: send.client_msg_id });
      return;
    }
    const message =
      (first && conversation.messages[first.seq - 1]) ??
      this.append(conversation, author, send, peer);
    this.dedupe.set(key, { conversation, seq: message.seq });
    if (!this.losesAcks) {
      this.emit(peer, 'ack', {
        client_msg_id: send.client_msg_id,
        conversation_id: conversation.id,
        epoch: conversation.epoch,
        seq: message.seq,
        message_id: message.message_id ?? '',
        sent_at: message.sent_at ?? '',
        ...(first ? { duplicate: true } : {}),
      });
    }
    if (!first && author.kind === 'visitor') this.onVisitorMessage(conversation, message);
  }

  private read(peer: Peer, by: Party, { conversation_id, seq }: ClientFrames['read']): void {
    if (!this.echoesReads) return;
    this.markRead(conversation_id, by, seq, peer);
  }

  private typing(
    peer: Peer,
    by: Party,
    { conversation_id, preview }: ClientFrames['typing'],
  ): void {
    const it = this.conversations.get(conversation_id);
    if (!it) return;
    for (const other of this.peers) {
      if (other !== peer && other.self && sees(other.self, it)) {
        this.emit(other, 'typing', { conversation_id, by, ...(preview ? { preview } : {}) });
      }
    }
  }

  // ---- What bots, agents and the system do ----

  newConversation(visitor: Party, state: ConversationState = 'bot'): FakeConversation {
    const it: FakeConversation = {
      id: this.id('conv'),
      epoch: 'e1',
      state,
      visitor,
      messages: [],
      reads: new Map(),
    };
    this.conversations.set(it.id, it);
    return it;
  }

  /** Numbers the message and sends it to everyone who sees the conversation, but not to `except`. */
  append(it: FakeConversation, author: Party, send: Partial<Send>, except?: Peer): Message {
    const message: Message = {
      message_type: 'text',
      ...send,
      conversation_id: it.id,
      epoch: it.epoch,
      seq: it.messages.length + 1,
      message_id: this.id('msg'),
      channel_id: 'web',
      author,
      sent_at: new Date().toISOString(),
    };
    it.messages.push(message);
    for (const peer of this.peers) {
      if (peer !== except && peer.self && sees(peer.self, it)) {
        this.emit(peer, 'message', visible(peer.self, message));
      }
    }
    for (const kind of ['visitor', 'agent', 'bot'] as const) {
      if (kind !== author.kind) this.delivered(it, message.seq, kind);
    }
    return message;
  }

  event(it: FakeConversation, event: EventPart, text: string): Message {
    const system: Party = { kind: 'system', id: 'system' };
    return this.append(it, system, { message_type: 'event', event, text });
  }

  setState(it: FakeConversation, change: Partial<FakeConversation>, reason = ''): void {
    Object.assign(it, change);
    this.toAll(it, 'conversation', {
      conversation_id: it.id,
      state: it.state,
      reason,
      ...(it.agent ? { agent: it.agent } : {}),
      ...(it.state === 'queued' && it.queuePosition ? { queue_position: it.queuePosition } : {}),
    });
  }

  markRead(conversationId: string, by: Party, seq: number, _peer?: Peer): void {
    const it = this.conversations.get(conversationId);
    if (!it) return;
    it.reads.set(`${by.kind}/${by.id}`, { by, seq });
    this.toAll(it, 'read', { conversation_id: it.id, by, seq });
  }

  showTyping(it: FakeConversation, by: Party): void {
    this.toAll(it, 'typing', { conversation_id: it.id, by });
  }

  private delivered(it: FakeConversation, seq: number, kind: Party['kind']): void {
    const reached = [...this.peers].find((peer) => peer.self?.kind === kind);
    if (!reached?.self) return;
    const to = { kind, id: reached.self.id };
    this.toAll(it, 'delivery', { conversation_id: it.id, seq, to, state: 'delivered' });
  }

  private toAll<K extends keyof ServerFrames>(
    it: FakeConversation,
    kind: K,
    body: ServerFrames[K],
  ): void {
    for (const peer of this.peers) {
      if (peer.self && sees(peer.self, it)) this.emit(peer, kind, body);
    }
  }

  private conversationFor(author: Party, send: Send): FakeConversation | undefined {
    if (send.conversation_id) {
      const it = this.conversations.get(send.conversation_id);
      return it && sees(author, it) ? it : undefined;
    }
    const open = [...this.conversations.values()].find(
      (it) => it.visitor.id === author.id && it.state !== 'closed',
    );
    if (open) return open;
    const fresh = this.newConversation(author);
    this.setState(fresh, {}, 'new');
    return fresh;
  }

  // ---- REST ----

  readonly fetch: typeof fetch = async (input, init) => {
    await new Promise((resolve) => setTimeout(resolve, this.latencyMs * 2));
    if (this.isDown) throw new TypeError('fetch failed');
    return this.answer(new Request(input, init));
  };

  async answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const path = url.pathname.replace(/^.*\/api\/v1/, '');
    this.requests.push(`${request.method} ${path}${url.search}`);
    const token = (request.headers.get('authorization') ?? '').replace('Bearer ', '');
    const self = this.visitors.get(token) ?? this.agents.get(token);
    if (path === '/visitors') return this.createVisitor();
    if (path === '/sessions') return this.createSession();
    if (/^\/channels\/[^/]+\/widget$/.test(path)) return json(this.config);
    if (!self) return problem(401, 'unauthenticated');
    if (path === '/files' && request.method === 'POST') return this.upload(request);
    const file = this.files.get(path.replace('/files/', ''));
    if (file) return new Response(file.blob, { headers: { 'content-type': file.mime_type ?? '' } });
    const [, id = '', verb = ''] = path.match(/^\/conversations\/([^/]+)\/?(\w*)$/) ?? [];
    const it = this.conversations.get(id);
    if (!it || !sees(self, it)) return problem(404, 'not_found');
    if (verb === 'messages') return this.page(self, it, url.searchParams);
    if (verb === 'rate') it.rating = await request.json();
    return json({ conversation_id: it.id, epoch: it.epoch, state: it.state, rating: it.rating });
  }

  private createVisitor(): Response {
    const token = this.id('token');
    const visitor: Party = { kind: 'visitor', id: this.id('visitor') };
    this.visitors.set(token, visitor);
    return json({ visitor_id: visitor.id, token, expires_at: '2099-01-01T00:00:00.000Z' }, 201);
  }

  private createSession(): Response {
    const token = this.id('token');
    const agent: Party = { kind: 'agent', id: 'agent-1', name: 'Lin Xiao' };
    this.agents.set(token, agent);
    return json({ token, expires_at: '2099-01-01T00:00:00.000Z', agent }, 201);
  }

  private async upload(request: Request): Promise<Response> {
    const blob = (await request.formData()).get('file') as File;
    const ref: FileRef = {
      file_id: this.id('file'),
      name: blob.name,
      mime_type: blob.type,
      size: blob.size,
    };
    this.files.set(ref.file_id, { ...ref, blob });
    return json(ref, 201);
  }

  private page(self: Party, it: FakeConversation, search: URLSearchParams): Response {
    const limit = Number(search.get('limit') ?? 50);
    const after = search.get('after');
    const before = Number(search.get('before') ?? it.messages.length + 1);
    const slice = after
      ? it.messages.slice(Number(after), Number(after) + limit)
      : it.messages.slice(Math.max(0, before - 1 - limit), before - 1);
    const recalled = new Set(
      it.messages.filter((m) => m.message_type === 'recall').map((m) => m.target_seq),
    );
    const items = slice.map((m) => {
      const { text, file, ...rest } = m;
      return visible(self, recalled.has(m.seq) ? { ...rest, recalled: true } : m);
    });
    return json({ items });
  }

  // ---- Parts ----

  private emit<K extends keyof ServerFrames>(peer: Peer, kind: K, body: ServerFrames[K]): void {
    const text = JSON.stringify({ [kind]: body });
    this.later(() => {
      if (peer.open) peer.listener.received(text);
    });
  }

  private closePeer(peer: Peer, code: number): void {
    this.later(() => {
      if (!this.peers.delete(peer)) return;
      peer.open = false;
      peer.listener.closed(code, '');
    });
  }

  private later(act: () => void): void {
    setTimeout(act, this.latencyMs);
  }

  private id(kind: string): string {
    return `${kind}-${++this.ids}`;
  }
}

function sees(self: Party, it: FakeConversation): boolean {
  return self.kind === 'agent' || it.visitor.id === self.id;
}

function visible(self: Party, message: Message): Message {
  if (!message.private || self.kind === 'agent') return message;
  const { conversation_id, epoch, seq } = message;
  return { conversation_id, epoch, seq, hidden: true };
}

function json(body: unknown, status = 200): Response {
  return Response.json(body, { status });
}

function problem(status: number, code: string): Response {
  return Response.json({ status, code, title: code }, { status });
}
