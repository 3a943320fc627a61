import { type AgentRest, ApiError, type StorageReport, type TierReport } from '@kefu/client';
import { ref, shallowRef } from 'vue';
import type { Health } from './monitor.ts';

const POLL_MS = 10_000;

/** What storage holds, polled while somebody looks. */
export class Tiers {
  readonly report = shallowRef<StorageReport | undefined>();
  /** Epoch milliseconds at which the last figures came. */
  readonly at = ref(0);
  readonly failed = ref(false);
  readonly forbidden = ref(false);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;

  constructor(
    private readonly rest: Pick<AgentRest, 'storageStats'>,
    private readonly visible: () => boolean = () => document.visibilityState === 'visible',
    private readonly now: () => number = Date.now,
  ) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    void this.poll();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
  }

  private async poll(): Promise<void> {
    if (this.visible()) await this.read();
    if (this.running) this.timer = setTimeout(() => void this.poll(), POLL_MS);
  }

  async read(): Promise<void> {
    try {
      this.report.value = await this.rest.storageStats();
      this.at.value = this.now();
      this.failed.value = false;
      this.forbidden.value = false;
    } catch (error) {
      this.failed.value = true;
      this.forbidden.value = error instanceof ApiError && error.code === 'forbidden';
    }
  }
}

/** Seconds behind that need nobody's attention: a cold tier gathers its batches. */
export function lagLimit(tier: TierReport): number {
  return tier.name === 'cold' ? 300 : 30;
}

export function tierHealth(tier: TierReport): Health {
  if (!tier.available) return 'bad';
  const wanting = tier.set_aside > 0 || tier.missed > 0 || tier.lag_seconds > lagLimit(tier);
  return wanting ? 'warn' : 'good';
}

const RANKS: Record<Health, number> = { bad: 0, warn: 1, none: 2, good: 3 };

/** Those that need somebody first; the others stay in their order. */
export function worstFirst(tiers: readonly TierReport[]): TierReport[] {
  return [...tiers].sort((a, b) => RANKS[tierHealth(a)] - RANKS[tierHealth(b)]);
}

export interface Finding {
  health: 'bad' | 'warn';
  kind: 'away' | 'lags' | 'aside' | 'missed' | 'disagree' | 'files' | 'erasures';
  tier?: TierReport;
}

/** What is wrong, the worst first. */
export function findings(report: StorageReport): Finding[] {
  const all: Finding[] = [];
  for (const tier of report.tiers) {
    if (!tier.available) all.push({ health: 'bad', kind: 'away', tier });
    else if (tier.lag_seconds > lagLimit(tier)) all.push({ health: 'warn', kind: 'lags', tier });
    if (tier.missed > 0) all.push({ health: 'bad', kind: 'missed', tier });
    if (tier.set_aside > 0) all.push({ health: 'warn', kind: 'aside', tier });
  }
  if (report.files?.available === false) all.push({ health: 'bad', kind: 'files' });
  if (report.erasures?.waits.length) all.push({ health: 'warn', kind: 'erasures' });
  if (report.disagreeing.length) all.push({ health: 'bad', kind: 'disagree' });
  return all.sort((a, b) => RANKS[a.health] - RANKS[b.health]);
}
