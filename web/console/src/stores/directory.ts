import type { AgentInfo, AgentRest, GroupInfo, Localised, Presence } from '@kefu/client';
import { computed, shallowReactive } from 'vue';
import { locale } from '../i18n/index.ts';

const RECALL_MS = 120_000;
const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** What a channel lets agents do. */
export interface ChannelRules {
  recallMs: number;
  maxFileBytes: number;
}

/** Colleagues, groups and channels. */
export class Directory {
  readonly agents = shallowReactive(new Map<string, AgentInfo>());
  readonly groups = shallowReactive(new Map<string, GroupInfo>());
  private readonly channels = shallowReactive(new Map<string, ChannelRules>());
  readonly sorted = computed(() =>
    [...this.agents.values()].sort(
      (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1),
    ),
  );

  constructor(private readonly rest: Pick<AgentRest, 'agents' | 'groups' | 'widgetConfig'>) {}

  /** Reads agents and groups; what could not be read stays as it was. */
  async load(): Promise<void> {
    const [agents, groups] = await Promise.allSettled([this.rest.agents(), this.rest.groups()]);
    if (agents.status === 'fulfilled') replace(this.agents, agents.value.items, (it) => it.id);
    if (groups.status === 'fulfilled') replace(this.groups, groups.value.items, (it) => it.name);
  }

  present(presence: Presence): void {
    const known = this.agents.get(presence.agent_id);
    this.agents.set(presence.agent_id, {
      id: presence.agent_id,
      name: presence.name ?? known?.name ?? presence.agent_id,
      groups: known?.groups ?? [],
      status: presence.status,
      load: presence.load ?? known?.load ?? 0,
      capacity: presence.capacity ?? known?.capacity ?? 0,
    });
  }

  agentName(id: string): string {
    return this.agents.get(id)?.name ?? id;
  }

  groupTitle(name: string): string {
    return localised(this.groups.get(name)?.title) || name;
  }

  /** The rules of the channel; the usual ones until they are known. */
  rules(channel: string): ChannelRules {
    const known = this.channels.get(channel);
    if (!known && channel) void this.learn(channel);
    return known ?? { recallMs: RECALL_MS, maxFileBytes: MAX_FILE_BYTES };
  }

  private readonly learning = new Set<string>();

  private async learn(channel: string): Promise<void> {
    if (this.learning.has(channel)) return;
    this.learning.add(channel);
    try {
      const config = await this.rest.widgetConfig(channel);
      this.channels.set(channel, {
        recallMs: config.recall_window_ms ?? RECALL_MS,
        maxFileBytes: config.max_file_bytes ?? MAX_FILE_BYTES,
      });
    } catch (error) {
      // Channels other than the widget have no such page: the usual rules stay, and the server has the last word.
      console.warn('kefu: the channel tells no rules of its own', error);
    }
  }
}

export function localised(text: Localised | undefined): string {
  if (text === undefined || typeof text === 'string') return text ?? '';
  return text[locale.value] ?? text.en ?? text.zh ?? '';
}

function replace<T>(map: Map<string, T>, items: readonly T[], key: (item: T) => string): void {
  const now = new Set(items.map(key));
  for (const known of [...map.keys()]) if (!now.has(known)) map.delete(known);
  for (const item of items) map.set(key(item), item);
}

function rank(agent: AgentInfo): number {
  return { online: 0, away: 1, offline: 2 }[agent.status] ?? 3;
}
