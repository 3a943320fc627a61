import { type AgentRest, ApiError, type LiveStats, type Me, type Series } from '@kefu/client';
import { describe, expect, it, vi } from 'vitest';
import { format, parse } from '../src/route.ts';
import { Attachments, filesOf, MOST_FILES } from '../src/stores/attachments.ts';
import { Directory } from '../src/stores/directory.ts';
import { Drafts } from '../src/stores/drafts.ts';
import {
  autoreplyHealth,
  heartbeatHealth,
  latencyHealth,
  Monitor,
  withGaps,
} from '../src/stores/monitor.ts';
import { Notifier } from '../src/stores/notifier.ts';
import { preferences } from '../src/stores/preferences.ts';
import { Session } from '../src/stores/session.ts';
import { Shelf } from './make.ts';

const ME: Me = {
  id: 'a1',
  name: 'Lin',
  role: 'agent',
  groups: [],
  status: 'online',
  load: 1,
  capacity: 5,
};

describe('drafts', () => {
  it('are kept for each conversation over a reload', () => {
    const shelf = new Shelf();
    new Drafts('a1', shelf).set('c1', { text: '你好', note: true });
    expect(new Drafts('a1', shelf).get('c1')).toEqual({ text: '你好', note: true });
    expect(new Drafts('a2', shelf).get('c1')).toBeUndefined();
  });

  it('of white space are none', () => {
    const drafts = new Drafts('a1', new Shelf());
    drafts.set('c1', { text: 'x', note: false });
    drafts.set('c1', { text: ' \n', note: false });
    expect(drafts.get('c1')).toBeUndefined();
  });

  it('are bounded: the oldest give way', () => {
    const drafts = new Drafts('a1', new Shelf());
    for (let i = 0; i < 300; i++) drafts.set(`c${i}`, { text: 'x', note: false });
    expect([drafts.get('c99'), drafts.get('c100')?.text]).toEqual([undefined, 'x']);
  });

  it('survive damaged or full storage', () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const shelf = new Shelf();
    shelf.kept.set(
      'kefu.console.drafts.a1',
      '[["c1",{"text":5}],7,["c2",{"text":"x","note":false}]]',
    );
    const drafts = new Drafts('a1', shelf);
    expect([drafts.get('c1'), drafts.get('c2')?.text]).toEqual([undefined, 'x']);
    shelf.full = true;
    drafts.set('c3', { text: 'y', note: false });
    expect(drafts.get('c3')?.text).toBe('y');
    warned.mockRestore();
  });
});

describe('the session', () => {
  const made = (rest: Partial<AgentRest>, tab = new Shelf(), computer = new Shelf()) => ({
    tab,
    computer,
    session: new Session(() => rest as AgentRest, tab, computer),
  });
  const signIn = async () => ({ token: 't1', expires_at: '', agent: ME });

  it('ends with the tab, unless the agent wants it kept', async () => {
    const first = made({ signIn });
    await first.session.signIn('lin', 'pw', false);
    expect([first.tab.kept.size, first.computer.kept.size]).toEqual([1, 0]);
    const second = made({ signIn });
    await second.session.signIn('lin', 'pw', true);
    expect([second.tab.kept.size, second.computer.kept.size]).toEqual([0, 1]);
    expect(second.session.remembered).toBe(true);
  });

  it('is taken up again after a reload, if the server still knows it', async () => {
    const { tab } = made({});
    tab.setItem('kefu.console.session', '{"token":"t1","username":"lin"}');
    const { session } = made({ me: async () => ME }, tab);
    expect(await session.restore()).toBe(true);
    expect([session.signedIn.value, session.username.value]).toEqual([true, 'lin']);
  });

  it('that the server refuses is forgotten; a server that is away is not', async () => {
    const { tab } = made({});
    tab.setItem('kefu.console.session', '{"token":"t1","username":"lin"}');
    const away = made({ me: () => Promise.reject(new ApiError('unavailable', 0, '')) }, tab);
    await expect(away.session.restore()).rejects.toThrow();
    expect(away.session.token).toBe('t1');
    const refused = made(
      { me: () => Promise.reject(new ApiError('unauthenticated', 401, '')) },
      tab,
    );
    expect(await refused.session.restore()).toBe(false);
    expect(tab.kept.size).toBe(0);
  });

  it('that expires keeps the agent where it is, until it signs in again', async () => {
    const { session } = made({ signIn });
    await session.signIn('lin', 'pw', false);
    session.expire('an older token');
    expect(session.expired.value).toBe(false);
    session.expire('t1');
    expect([session.expired.value, session.signedIn.value]).toEqual([true, true]);
    await session.signIn('lin', 'pw', false);
    expect(session.expired.value).toBe(false);
  });

  it('ends here even when the server cannot be told', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { session, tab } = made({ signIn, signOut: () => Promise.reject(new Error('away')) });
    await session.signIn('lin', 'pw', false);
    await session.signOut();
    expect([session.signedIn.value, tab.kept.size]).toEqual([false, 0]);
    warned.mockRestore();
  });

  it('outlives a change of the password, though the change ends its token', async () => {
    let tokens = 0;
    const { session } = made({
      signIn: async () => ({ token: `t${++tokens}`, expires_at: '', agent: ME }),
      changePassword: async () => session.expire('t1'),
    });
    await session.signIn('lin', 'pw', false);
    await session.changePassword('pw', 'better');
    expect([session.expired.value, session.token]).toEqual([false, 't2']);
  });

  it('never keeps the password', async () => {
    const { session, tab, computer } = made({ signIn });
    await session.signIn('lin', 'hunter2', true);
    expect(JSON.stringify([...tab.kept, ...computer.kept])).not.toContain('hunter2');
  });
});

describe('preferences', () => {
  it('are kept, and damaged ones are the usual ones', () => {
    const shelf = new Shelf();
    preferences(shelf).theme = 'dark';
    expect(preferences(shelf).theme).toBe('dark');
    shelf.kept.set('kefu.console.preferences', '{"theme":"pink","sound":"loud","locale":"zh"}');
    const { theme, sound, locale } = preferences(shelf);
    expect([theme, sound, locale]).toEqual(['auto', true, 'zh']);
  });
});

describe('the address', () => {
  it('leads to every page and back', () => {
    for (const hash of [
      '#/',
      '#/monitor',
      '#/c/abc',
      '#/c/a%2Fb?seq=12',
      '#/search?q=%E8%AE%A2%E5%8D%95&channel=web',
      '#/search',
    ]) {
      expect(format(parse(hash))).toBe(hash);
    }
  });

  it('that is broken leads somewhere', () => {
    expect(parse('#/c/%E0%A4%A?seq=-3')).toEqual({ page: 'inbox', conversation: '%E0%A4%A' });
    expect(parse('#/nowhere')).toEqual({ page: 'inbox' });
    expect(parse('')).toEqual({ page: 'inbox' });
  });
});

describe('attachments', () => {
  const file = (name: string, size = 10, type = 'image/png') =>
    new File([new Uint8Array(size)], name, { type });

  it('are bounded in size and number', () => {
    const attachments = new Attachments();
    const refused = attachments.add(
      [file('big', 101), ...Array.from({ length: 12 }, (_, i) => file(`f${i}`))],
      100,
    );
    expect(attachments.items.value.length).toBe(MOST_FILES);
    expect(refused).toEqual([{ kind: 'large', name: 'big' }, { kind: 'many' }]);
  });

  it('show pictures, and never an SVG as one', () => {
    const attachments = new Attachments();
    attachments.add(
      [file('a.png'), file('a.svg', 1, 'image/svg+xml'), file('a.html', 1, 'text/html')],
      100,
    );
    expect(attachments.items.value.map((it) => it.picture)).toEqual([true, false, false]);
  });

  it('of a paste with text are left: the text is meant', () => {
    const data = (types: string[]) => ({ types, files: [file('a')] }) as unknown as DataTransfer;
    expect(filesOf(data(['text/plain', 'text/html', 'Files']))).toHaveLength(0);
    expect(filesOf(data(['Files']))).toHaveLength(1);
    expect(filesOf(null)).toHaveLength(0);
  });
});

describe('colleagues', () => {
  it('come from the list, and change with presence', async () => {
    const directory = new Directory({
      agents: async () => ({
        items: [{ id: 'a2', name: 'Grace', groups: [], status: 'offline', load: 0, capacity: 3 }],
      }),
      groups: () => Promise.reject(new Error('away')),
      widgetConfig: () => Promise.reject(new Error('none')),
    });
    await directory.load();
    directory.present({ agent_id: 'a2', status: 'online', load: 2 });
    directory.present({ agent_id: 'a3', status: 'away', name: 'Tom' });
    expect(
      directory.sorted.value.map(({ name, status, load, capacity }) => [
        name,
        status,
        load,
        capacity,
      ]),
    ).toEqual([
      ['Grace', 'online', 2, 3],
      ['Tom', 'away', 0, 0],
    ]);
    expect(directory.groupTitle('vip')).toBe('vip');
  });
});

describe('the monitor', () => {
  const stats = {
    e2e_ms: { visitor_to_agent: { p50: 4, p95: 9, p99: 20, count: 5 } },
  } as LiveStats;

  it('keeps the last figures when the server is away, and says so', async () => {
    const liveStats = vi.fn(async () => stats);
    const monitor = new Monitor(
      { liveStats, statsSeries: () => Promise.reject(new Error()) },
      () => true,
      () => 1_000,
    );
    await monitor.readLive();
    liveStats.mockRejectedValueOnce(new ApiError('unavailable', 0, ''));
    await monitor.readLive();
    expect([monitor.live.value, monitor.failed.value, monitor.p99.value]).toEqual([
      stats,
      true,
      [[1_000, 20]],
    ]);
    liveStats.mockRejectedValueOnce(new ApiError('forbidden', 403, ''));
    await monitor.readLive();
    expect(monitor.forbidden.value).toBe(true);
  });

  it('holds an hour of samples and no more', async () => {
    const monitor = new Monitor({
      liveStats: async () => stats,
      statsSeries: () => Promise.reject(new Error()),
    });
    for (let i = 0; i < 1_300; i++) await monitor.readLive();
    expect(monitor.p50.value.length).toBe(1_200);
  });

  it('drops series of a span that is no longer looked at', async () => {
    const release: ((series: Series) => void)[] = [];
    const statsSeries = () => new Promise<Series>((resolve) => release.push(resolve));
    const monitor = new Monitor({ liveStats: async () => stats, statsSeries });
    const reading = monitor.readSeries();
    monitor.minutes.value = 15;
    for (const answer of release) answer({ name: 'queue', unit: '', step_ms: 1, points: [[1, 1]] });
    await reading;
    expect(monitor.points('queue')).toEqual([]);
  });

  it('breaks the line where samples are missing', () => {
    expect(
      withGaps(
        [
          [0, 1],
          [10, 2],
          [90, 3],
        ],
        10,
      ),
    ).toEqual([
      [0, 1],
      [10, 2],
      [20, null],
      [90, 3],
    ]);
  });

  it('says nothing of figures without samples', () => {
    expect([latencyHealth(5, 0), autoreplyHealth(0, 0), heartbeatHealth(null)]).toEqual([
      'none',
      'none',
      'none',
    ]);
    expect([latencyHealth(1_200, 9), autoreplyHealth(0.3, 90), heartbeatHealth(0.001)]).toEqual([
      'bad',
      'warn',
      'good',
    ]);
  });
});

it('desktop notices show no text to an agent who wants none', async () => {
  const shown: unknown[] = [];
  class Fake {
    static permission = 'granted';
    onclick: (() => void) | null = null;
    constructor(title: string, options: object) {
      shown.push([title, options]);
    }
    close(): void {}
  }
  vi.stubGlobal('Notification', Fake);
  vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  const chosen = preferences(new Shelf());
  Object.assign(chosen, { locale: 'en', sound: false, desktop: true, preview: false });
  new Notifier(chosen, () => {}).tell({
    conversation: 'c1',
    title: 'A wrote',
    text: 'my password is 1234',
  });
  expect(JSON.stringify(shown)).not.toContain('1234');
  expect(shown).toHaveLength(1);
  vi.unstubAllGlobals();
});
