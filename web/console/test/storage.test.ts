import { ApiError, type StorageReport, type TierReport } from '@kefu/client';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { setLocale } from '../src/i18n/index.ts';
import { format, parse } from '../src/route.ts';
import { findings, Tiers, tierHealth, worstFirst } from '../src/stores/tiers.ts';
import StoragePage from '../src/views/StoragePage.vue';
import { fakeDesk, mount } from './mount.ts';

const tier = (more: Partial<TierReport> = {}): TierReport => ({
  name: 'warm',
  engine: 'sqlite',
  version: '3.54.1',
  available: true,
  reason: '',
  messages: 2000,
  bytes: 1_048_576,
  oldest: '2026-11-01',
  newest: '2026-11-21',
  lag_records: 0,
  lag_seconds: 0,
  last_batch_at: new Date().toISOString(),
  failures: 0,
  set_aside: 0,
  missed: 0,
  ...more,
});

/** As the server tells of a tier that does not answer. */
function away(more: Partial<TierReport> = {}): TierReport {
  const { version, messages, bytes, oldest, newest, last_batch_at, ...rest } = tier();
  return { ...rest, available: false, reason: 'refused', ...more };
}

const report = (more: Partial<StorageReport> = {}): StorageReport => ({
  tiers: [tier({ name: 'hot', engine: 'memory' }), tier()],
  ageing: [],
  disagreeing: [],
  ...more,
});

beforeEach(() => setLocale('en'));

async function page(answer: () => Promise<StorageReport>): Promise<HTMLElement> {
  const { desk } = fakeDesk({ rest: { storageStats: answer } });
  const root = await mount(StoragePage, {}, desk);
  await vi.waitFor(() =>
    expect(root.querySelector('.since')?.textContent).not.toContain('Counting'),
  );
  await nextTick();
  return root;
}

const texts = (root: HTMLElement, selector: string) =>
  [...root.querySelectorAll(selector)].map((it) => it.textContent?.replace(/\s+/g, ' ').trim());

describe('what is wrong with storage', () => {
  it('comes first, the worst of it before the rest', () => {
    const found = findings(
      report({
        tiers: [
          tier({ name: 'hot', lag_seconds: 31, lag_records: 5 }),
          tier({ set_aside: 2 }),
          away({ name: 'cold' }),
        ],
        disagreeing: ['2026-11-01'],
      }),
    );
    expect(found.map(({ kind }) => kind)).toEqual(['away', 'disagree', 'lags', 'aside']);
  });

  it('is nothing where a cold tier gathers its batch', () => {
    expect(tierHealth(tier({ name: 'cold', lag_seconds: 45, lag_records: 9 }))).toBe('good');
    expect(findings(report())).toEqual([]);
  });

  it('puts tiers that need somebody before the others, which keep their order', () => {
    const tiers = [tier({ name: 'hot' }), tier({ missed: 1 }), away({ name: 'cold' })];
    expect(worstFirst(tiers).map(({ name }) => name)).toEqual(['cold', 'warm', 'hot']);
  });
});

describe('the storage page', () => {
  it('has a place of its own', () => {
    expect(parse('#/storage')).toEqual({ page: 'storage' });
    expect(format({ page: 'storage' })).toBe('#/storage');
  });

  it('says that all is well, and what each tier holds', async () => {
    const root = await page(async () => report());
    expect(texts(root, '.findings li')).toEqual(['Every tier answers and is up to date.']);
    expect(texts(root, '.tier h2')).toEqual(['Hot tier', 'Warm tier']);
    expect(texts(root, '[data-tier=warm] dd')).toEqual(
      expect.arrayContaining(['2,000', '1.0 MB', '524 B a message', '2026-11-01 – 2026-11-21']),
    );
    expect(root.textContent).toContain('There is no cold tier');
  });

  it('shows a tier that is away first, with why, and no figures that it did not give', async () => {
    const root = await page(async () => report({ tiers: [tier(), away({ name: 'cold' })] }));
    expect(texts(root, '.findings .bad')[0]).toContain(
      'Cold tier (sqlite) does not answer: refused.',
    );
    expect(texts(root, '.tier h2')).toEqual(['Cold tier', 'Warm tier']);
    expect(texts(root, '[data-tier=cold] .large')).toEqual(['–', '–']);
  });

  it('shows the files, and that they cannot be had', async () => {
    const files = { engine: 's3', files: 1204, bytes: 325_058_560, waiting: 3 };
    const reason = 'the bucket does not answer';
    const root = await page(async () => report({ files: { ...files, available: false, reason } }));
    expect(texts(root, '.findings .bad')).toEqual([`Files cannot be stored or read: ${reason}`]);
    expect(texts(root, '.files p')).toEqual([
      '1,204 uploads, 310 MB with their thumbnails. 3 contents are still to be removed.',
    ]);
  });

  it('names engines that still hold messages, and erasures that wait', async () => {
    const erasures = { pending: 2, waits: ['cold: it does not answer'] };
    const root = await page(async () => report({ left: ['warm mysql'], erasures }));
    expect(texts(root, '.findings .warn')).toEqual(['Erasures wait (2): cold: it does not answer']);
    expect(texts(root, '.findings .left')[0]).toContain('warm mysql is used no more');
  });

  it('says it in Chinese too, an empty tier among it', async () => {
    setLocale('zh');
    const { oldest, newest, ...empty } = tier({ messages: 0 });
    const root = await page(async () =>
      report({
        tiers: [empty, tier({ name: 'cold' })],
        ageing: ['2026-10-01', '2026-10-02'],
        disagreeing: ['2026-09-30'],
      }),
    );
    expect(root.textContent).toContain('温层与冷层在 2026-09-30 不一致');
    expect(root.textContent).toContain('2 天，2026-10-01 至 2026-10-02');
    expect(texts(root, '[data-tier=warm] .wide dd')).toEqual(['暂无']);
  });

  it('tells who may not see it, and keeps the last figures when the server is away', async () => {
    const forbidden = await page(() => Promise.reject(new ApiError('forbidden', 403, '')));
    expect(forbidden.textContent).toContain('Supervisors and administrators');
    expect(forbidden.querySelector('.tier')).toBeNull();

    const storageStats = vi.fn(async () => report());
    const tiers = new Tiers({ storageStats }, () => true);
    await tiers.read();
    storageStats.mockRejectedValueOnce(new ApiError('unavailable', 0, ''));
    await tiers.read();
    expect([tiers.failed.value, tiers.report.value?.tiers.length]).toEqual([true, 2]);
  });
});
