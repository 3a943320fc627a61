import type { AgentStatus, Message, Party, Send } from './frames.ts';
import {
  type ConversationInfo,
  conversationPath,
  type Page,
  type Query,
  query,
  Rest,
} from './rest.ts';

export interface Me {
  id: string;
  name: string;
  role: 'agent' | 'supervisor' | 'admin';
  groups: string[];
  status: AgentStatus;
  load: number;
  capacity: number;
}

export interface AgentSession {
  token: string;
  expires_at: string;
  agent: Me;
}

export interface AgentInfo {
  id: string;
  name: string;
  groups: string[];
  status: AgentStatus;
  load: number;
  capacity: number;
}

export interface GroupInfo {
  name: string;
  title?: { zh?: string; en?: string };
  queue_length: number;
  open: boolean;
}

export interface ConversationQuery {
  state?: string;
  group?: string;
  agent?: string;
  channel?: string;
  /** A visitor's id: all its conversations. */
  visitor?: string;
  limit?: number;
  offset?: number;
}

export interface SearchQuery {
  q: string;
  channel?: string;
  agent?: string;
  from?: string;
  to?: string;
  limit?: number;
  offset?: number;
}

export interface SearchHit {
  conversation_id: string;
  seq: number;
  author: Party;
  sent_at: string;
  text: string;
  /** `[start, end)` in UTF-16 units of `text`. */
  highlights: [number, number][];
  visitor?: { id: string; name?: string };
}

/** Milliseconds; null while there is nothing to tell. */
export interface Quantiles {
  p50: number | null;
  p95: number | null;
  p99: number | null;
  count: number;
}

export interface LiveStats {
  at: string;
  /** 0 to 1; null while there is nothing to tell. */
  heartbeat_timeout_rate: number | null;
  e2e_ms: { visitor_to_agent: Quantiles; agent_to_visitor: Quantiles };
  autoreply: { hit_rate: number | null; attempts: number; misses: Record<string, number> };
  connections: { visitor: number; agent: number };
  queue: Record<string, number>;
  messages_per_second: number;
  agents: { online: number; away: number; offline: number };
  conversations: { bot: number; queued: number; assigned: number };
}

export interface Series {
  name: string;
  unit: string;
  step_ms: number;
  /** Epoch milliseconds and value; null where there was nothing to tell. */
  points: [number, number | null][];
}

/** One tier in numbers; what a tier that is away would tell is left out. */
export interface TierReport {
  name: string;
  engine: string;
  version?: string;
  available: boolean;
  /** Why it is not available. */
  reason?: string;
  messages?: number;
  bytes?: number;
  /** UTC days. */
  oldest?: string;
  newest?: string;
  lag_records: number;
  lag_seconds: number;
  last_batch_at?: string;
  /** Attempts that failed since the server's start. */
  failures: number;
  set_aside: number;
  missed: number;
}

/** A tier on its way to another engine. */
export interface TierChange {
  tier: string;
  from: string;
  to: string;
  stage: string;
  percent?: number;
  reason?: string;
}

export interface FilesReport {
  engine?: string;
  files?: number;
  bytes?: number;
  available: boolean;
  reason: string;
  /** Contents that nobody has any more and that are still to be removed. */
  waiting?: number;
}

export interface StorageReport {
  /** Newest first. */
  tiers: TierReport[];
  /** UTC days that have had their time in the warm tier. */
  ageing: string[];
  /** UTC days of which warm and cold tier were found to differ. */
  disagreeing: string[];
  changes?: TierChange[];
  /** Engines of before a change, such as `warm sqlite`, which still hold messages. */
  left?: string[];
  erasures?: ErasuresReport;
  files?: FilesReport;
}

/** Erasures of visitors that are not done. */
export interface ErasuresReport {
  pending: number;
  oldest_asked_at?: string;
  /** What they wait for, such as `cold: it does not answer`. */
  waits: string[];
}

/** The REST calls of agents and supervisors, beside those of {@link Rest}. */
export class AgentRest extends Rest {
  signIn(username: string, password: string, totp?: string): Promise<AgentSession> {
    return this.json('POST', '/sessions', { username, password, totp });
  }

  signOut(): Promise<void> {
    return this.json('DELETE', '/sessions/current');
  }

  me(): Promise<Me> {
    return this.json('GET', '/me');
  }

  setStatus(status: AgentStatus): Promise<void> {
    return this.json('PUT', '/me/status', { status });
  }

  changePassword(current: string, next: string): Promise<void> {
    return this.json('PUT', '/me/password', { current, new: next });
  }

  conversations(filter: ConversationQuery = {}): Promise<Page<ConversationInfo>> {
    return this.json('GET', `/conversations${query({ ...filter })}`);
  }

  conversation(id: string): Promise<ConversationInfo> {
    return this.json('GET', conversationPath(id));
  }

  /** A signed address that works for five minutes. */
  fileLink(fileId: string): Promise<{ url: string; expires_at: string }> {
    return this.json('POST', `/files/${encodeURIComponent(fileId)}/link`, {});
  }

  sendMessage(id: string, send: Send): Promise<Message> {
    return this.json('POST', `${conversationPath(id)}/messages`, send, send.client_msg_id);
  }

  /** `from` is the agent who has it so far, as the caller sees it; a conflict when it is another. */
  claim(id: string, from?: string): Promise<ConversationInfo> {
    return this.#act(id, 'claim', { from });
  }

  assign(id: string, to: { agent: string } | { group: string }): Promise<ConversationInfo> {
    return this.#act(id, 'assign', to);
  }

  close(id: string): Promise<ConversationInfo> {
    return this.#act(id, 'close', {});
  }

  reopen(id: string): Promise<ConversationInfo> {
    return this.#act(id, 'reopen', {});
  }

  tag(
    id: string,
    change: { set?: Record<string, string>; remove?: string[] },
  ): Promise<ConversationInfo> {
    return this.#act(id, 'tags', change);
  }

  search(terms: SearchQuery): Promise<Page<SearchHit>> {
    return this.json('GET', `/search${query({ ...terms })}`);
  }

  agents(): Promise<Page<AgentInfo>> {
    return this.json('GET', '/agents');
  }

  groups(): Promise<Page<GroupInfo>> {
    return this.json('GET', '/groups');
  }

  liveStats(): Promise<LiveStats> {
    return this.json('GET', '/stats/live');
  }

  statsSeries(name: string, minutes = 60): Promise<Series> {
    return this.json('GET', `/stats/series${query({ name, minutes } satisfies Query)}`);
  }

  storageStats(): Promise<StorageReport> {
    return this.json('GET', '/stats/storage');
  }

  #act(id: string, verb: string, body: unknown): Promise<ConversationInfo> {
    return this.json('POST', `${conversationPath(id)}/${verb}`, body);
  }
}
