import { folded } from '../format/text.ts';
import type { Sorting } from './preferences.ts';
import type { Row } from './row.ts';

export const TABS = ['mine', 'queue', 'bot', 'open', 'closed'] as const;
export type Tab = (typeof TABS)[number];

export function belongs(row: Row, tab: Tab): boolean {
  switch (tab) {
    case 'mine':
      return row.mine;
    case 'queue':
      return row.state === 'queued';
    case 'bot':
      return row.state === 'bot';
    case 'open':
      return row.state !== 'closed';
    case 'closed':
      return row.state === 'closed';
  }
}

/** The rows of a tab that match every word of the filter, in the order to be shown. */
export function listed(rows: Iterable<Row>, tab: Tab, filter: string, sorting: Sorting): Row[] {
  const words = folded(filter).split(/\s+/).filter(Boolean);
  const found: Row[] = [];
  for (const row of rows) {
    if (belongs(row, tab) && words.every((word) => row.haystack.includes(word))) found.push(row);
  }
  return found.sort(order(tab, sorting));
}

function order(tab: Tab, sorting: Sorting): (a: Row, b: Row) => number {
  if (tab === 'queue') return byUrgency;
  return sorting === 'waiting' && tab !== 'closed' ? byWaiting : byActivity;
}

function byActivity(a: Row, b: Row): number {
  return b.at - a.at || (a.id < b.id ? -1 : 1);
}

function byWaiting(a: Row, b: Row): number {
  const waits = (row: Row) => row.waitingSince || Number.POSITIVE_INFINITY;
  return waits(a) === waits(b) ? byActivity(a, b) : waits(a) - waits(b);
}

/** The server's own order first: it knows about priorities. */
function byUrgency(a: Row, b: Row): number {
  const place = (row: Row) => row.queuePosition || Number.POSITIVE_INFINITY;
  return place(a) === place(b) ? byWaiting(a, b) : place(a) - place(b);
}

export interface Counts {
  /** Conversations in the tab. */
  total: number;
  /** Of these, how many hold something unread. */
  unread: number;
}

export function counts(rows: Iterable<Row>): Record<Tab, Counts> {
  const result = Object.fromEntries(TABS.map((tab) => [tab, { total: 0, unread: 0 }])) as Record<
    Tab,
    Counts
  >;
  for (const row of rows) {
    for (const tab of TABS) {
      if (!belongs(row, tab)) continue;
      result[tab].total++;
      if (row.unread > 0) result[tab].unread++;
    }
  }
  return result;
}
