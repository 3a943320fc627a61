import { ApiError } from './errors.ts';
import type {
  ConversationState,
  ErrorCode,
  FileRef,
  Message,
  Party,
  ReadPosition,
} from './frames.ts';

/** A page of a list; `next` is the opaque cursor of the following one, if there is one. */
export interface Page<T> {
  items: T[];
  next?: string;
  total?: number;
  /** Some of the storage could not be asked: there may be more. */
  partial?: boolean;
}

export interface VisitorPage {
  url?: string;
  title?: string;
  referrer?: string;
}

export interface VisitorRequest {
  channel: string;
  /** A JWT signed by the channel's owner: only it sets an external id and tags. */
  identity?: string | undefined;
  visitor?: { name?: string; locale?: string; page?: VisitorPage; form?: Record<string, string> };
}

export interface VisitorSession {
  visitor_id: string;
  token: string;
  expires_at: string;
  ws_url: string;
}

/** `{zh, en}` or one text for every language. */
export type Localised = string | { zh?: string; en?: string };

export interface WidgetConfig {
  title?: Localised;
  greeting?: Localised;
  theme?: { color?: string; position?: 'left' | 'right' } & Record<string, unknown>;
  max_file_bytes?: number;
  recall_window_ms?: number;
}

export interface RoutingStep {
  at: string;
  rule: string;
  to: string;
  why?: string[];
}

export interface ConversationInfo {
  conversation_id: string;
  epoch: string;
  channel_id?: string;
  state: ConversationState;
  group?: string;
  agent?: Party;
  visitor?: {
    id: string;
    name?: string;
    external_id?: string;
    /** As the identity gave them. */
    tags?: Record<string, string | number | boolean>;
    page?: VisitorPage;
    locale?: string;
  };
  last_seq?: number;
  last_message?: Pick<Message, 'seq' | 'author' | 'message_type' | 'text' | 'sent_at'>;
  created_at?: string;
  updated_at?: string;
  closed_at?: string;
  read?: ReadPosition[];
  queue_position?: number;
  routing?: RoutingStep[];
  tags?: Record<string, string>;
  rating?: { score: number; comment?: string };
}

export interface MessageRange {
  after?: number;
  before?: number;
  limit?: number;
}

export interface RestOptions {
  /** Origin and path prefix before `/api/v1`, without a trailing slash. */
  baseUrl: string;
  /** The bearer token of now, if any. */
  token: () => string | undefined;
  fetch?: typeof fetch;
  /** Milliseconds after which a call that got no answer is given up; uploads get six times as many. */
  timeoutMs?: number;
}

export type Query = Record<string, string | number | undefined>;

/** The REST calls that visitors and agents share. Every refusal is an {@link ApiError}. */
export class Rest {
  constructor(protected readonly options: RestOptions) {}

  createVisitor(request: VisitorRequest): Promise<VisitorSession> {
    return this.json('POST', '/visitors', request);
  }

  widgetConfig(channel: string): Promise<WidgetConfig> {
    return this.json('GET', `/channels/${encodeURIComponent(channel)}/widget`);
  }

  /** In ascending `seq`; the newest page when neither `after` nor `before` is given. */
  messages(id: string, range: MessageRange = {}): Promise<Page<Message>> {
    return this.json('GET', `${conversationPath(id)}/messages${query({ ...range })}`);
  }

  rate(id: string, score: number, comment?: string): Promise<ConversationInfo> {
    return this.json('POST', `${conversationPath(id)}/rate`, { score, comment });
  }

  async upload(blob: Blob, name: string, idempotencyKey?: string): Promise<FileRef> {
    const form = new FormData();
    form.append('file', blob, name);
    const answer = await this.call('POST', '/files', form, idempotencyKey);
    return (await answer.json()) as FileRef;
  }

  /** The bytes of a file, for a blob URL: the token never stands in an address. */
  async file(fileId: string): Promise<Blob> {
    const answer = await this.call('GET', `/files/${encodeURIComponent(fileId)}`);
    return answer.blob();
  }

  protected async json<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
    const answer = await this.call(method, path, body, key);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  protected async call(
    method: string,
    path: string,
    body?: unknown,
    idempotencyKey?: string,
  ): Promise<Response> {
    const { baseUrl, token, timeoutMs = 20_000 } = this.options;
    const form = body instanceof FormData;
    const headers: Record<string, string> = { accept: 'application/json' };
    // Who gets a token has none, or one that has ended: it must not stand in the way.
    const bearer = GIVES_TOKEN.has(`${method} ${path}`) ? undefined : token();
    if (bearer) headers.authorization = `Bearer ${bearer}`;
    if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
    if (body !== undefined && !form) headers['content-type'] = 'application/json';
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), form ? timeoutMs * 6 : timeoutMs);
    let answer: Response;
    try {
      answer = await (this.options.fetch ?? fetch)(`${baseUrl}/api/v1${path}`, {
        method,
        headers,
        // No cookie is ever sent or kept.
        credentials: 'omit',
        signal: stop.signal,
        ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      });
    } catch {
      throw new ApiError('unavailable', 0, 'The server could not be reached.');
    } finally {
      clearTimeout(timer);
    }
    if (!answer.ok) throw await problem(answer);
    return answer;
  }
}

/** For answers that a proxy on the way made: the server names its code. */
const GIVES_TOKEN = new Set(['POST /sessions', 'POST /visitors']);

const CODES: Record<number, ErrorCode> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  413: 'too_large',
  429: 'rate_limited',
};

async function problem(answer: Response): Promise<ApiError> {
  const body = ((await answer.json().catch(() => null)) ?? {}) as Record<string, unknown>;
  const code = (body.code as ErrorCode) ?? CODES[answer.status] ?? 'unavailable';
  const seconds = Number(answer.headers.get('retry-after')) || 0;
  return new ApiError(
    code,
    answer.status,
    String(body.detail ?? body.title ?? `HTTP ${answer.status}`),
    Number(body.retry_after_ms) || seconds * 1000,
    Array.isArray(body.errors) ? body.errors : [],
    String(body.incident ?? ''),
  );
}

export function conversationPath(id: string): string {
  return `/conversations/${encodeURIComponent(id)}`;
}

export function query(values: Query): string {
  const parts = Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length ? `?${parts.join('&')}` : '';
}
