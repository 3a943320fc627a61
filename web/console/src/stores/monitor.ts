import { type AgentRest, ApiError, type LiveStats, type Series } from '@kefu/client';
import { ref, shallowReactive, shallowRef } from 'vue';

export const SERIES = [
  'messages_per_second',
  'connections',
  'queue',
  'heartbeat_timeout_rate',
  'e2e_p95_ms',
  'autoreply_hit_rate',
] as const;
export type SeriesName = (typeof SERIES)[number];
export type Points = [number, number | null][];

/** Spans of time to look at, in minutes. */
export const RANGES = [15, 60, 360, 1440] as const;

const LIVE_MS = 3_000;
const SERIES_MS = 12_000;
/** One hour of live samples. */
const SAMPLES = 1_200;

type Calls = Pick<AgentRest, 'liveStats' | 'statsSeries'>;

/** The figures of the server, polled while somebody looks. */
export class Monitor {
  readonly live = shallowRef<LiveStats | undefined>();
  /** Epoch milliseconds at which the last figures came. */
  readonly at = ref(0);
  readonly failed = ref(false);
  readonly forbidden = ref(false);
  readonly minutes = ref<number>(60);
  readonly series = shallowReactive(new Map<SeriesName, Series>());
  /** p50 and p99 of `visitor_to_agent`, as seen since the page opened: the server keeps only p95 for longer. */
  readonly p50 = shallowRef<Points>([]);
  readonly p99 = shallowRef<Points>([]);
  private liveTimer: ReturnType<typeof setTimeout> | undefined;
  private seriesTimer: ReturnType<typeof setTimeout> | undefined;
  private running = false;

  constructor(
    private readonly rest: Calls,
    private readonly visible: () => boolean = () => document.visibilityState === 'visible',
    private readonly now: () => number = Date.now,
  ) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    void this.pollLive();
    void this.pollSeries();
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.liveTimer);
    clearTimeout(this.seriesTimer);
  }

  look(minutes: number): void {
    this.minutes.value = minutes;
    clearTimeout(this.seriesTimer);
    if (this.running) void this.pollSeries();
  }

  points(name: SeriesName): Points {
    const series = this.series.get(name);
    return series ? withGaps(series.points, series.step_ms) : [];
  }

  private async pollLive(): Promise<void> {
    if (this.visible()) await this.readLive();
    if (this.running) this.liveTimer = setTimeout(() => void this.pollLive(), LIVE_MS);
  }

  async readLive(): Promise<void> {
    try {
      const live = await this.rest.liveStats();
      this.live.value = live;
      this.at.value = this.now();
      this.failed.value = false;
      this.forbidden.value = false;
      const { p50, p99, count } = live.e2e_ms?.visitor_to_agent ?? { count: 0 };
      if (count > 0) {
        this.p50.value = [...this.p50.value.slice(1 - SAMPLES), [this.at.value, p50 ?? null]];
        this.p99.value = [...this.p99.value.slice(1 - SAMPLES), [this.at.value, p99 ?? null]];
      }
    } catch (error) {
      this.failed.value = true;
      this.forbidden.value = error instanceof ApiError && error.code === 'forbidden';
    }
  }

  private async pollSeries(): Promise<void> {
    if (this.visible()) await this.readSeries();
    if (this.running) this.seriesTimer = setTimeout(() => void this.pollSeries(), SERIES_MS);
  }

  async readSeries(): Promise<void> {
    const minutes = this.minutes.value;
    const answers = await Promise.allSettled(
      SERIES.map((name) => this.rest.statsSeries(name, minutes)),
    );
    if (minutes !== this.minutes.value) return;
    answers.forEach((answer, index) => {
      const name = SERIES[index];
      if (name && answer.status === 'fulfilled') this.series.set(name, answer.value);
    });
  }
}

export type Health = 'good' | 'warn' | 'bad' | 'none';

/** A timeout or so is a closed laptop; beyond a few in a hundred it is the network or the server. */
export function heartbeatHealth(rate: number | null | undefined): Health {
  if (typeof rate !== 'number') return 'none';
  return rate < 0.01 ? 'good' : rate < 0.05 ? 'warn' : 'bad';
}

/** The quick-start objective is one second. */
export const LATENCY_LIMIT_MS = 1_000;

export function latencyHealth(p95: number | null | undefined, count: number): Health {
  if (typeof p95 !== 'number' || count === 0) return 'none';
  return p95 < LATENCY_LIMIT_MS / 2 ? 'good' : p95 < LATENCY_LIMIT_MS ? 'warn' : 'bad';
}

/** Where samples are missing (the server was down) the line breaks, rather than to tell of what nobody saw. */
export function withGaps(points: Points, stepMs: number): Points {
  const result: Points = [];
  let before = Number.POSITIVE_INFINITY;
  for (const point of points) {
    if (point[0] - before > 3 * stepMs) result.push([before + stepMs, null]);
    result.push(point);
    before = point[0];
  }
  return result;
}

/** Of fewer questions a share says little. */
const ATTEMPTS_LEAST = 10;

export function autoreplyHealth(rate: number | null | undefined, attempts: number): Health {
  if (typeof rate !== 'number' || attempts < ATTEMPTS_LEAST) return 'none';
  return rate >= 0.5 ? 'good' : rate >= 0.25 ? 'warn' : 'bad';
}
