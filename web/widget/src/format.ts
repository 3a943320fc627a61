import { language } from './language.ts';
import * as words from './words.ts';

const TAG = language === 'zh' ? 'zh-CN' : 'en';
const DAY_MS = 86_400_000;
const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

const clock = new Intl.DateTimeFormat(TAG, CLOCK);
const dayOfYear = new Intl.DateTimeFormat(TAG, {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
});
const moment = new Intl.DateTimeFormat(TAG, { weekday: 'short', ...CLOCK });

export function timeOf(at: number): string {
  return clock.format(at);
}

export function dayOf(at: number, now: number): string {
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days === 0) return words.today;
  return days === 1 ? words.yesterday : dayOfYear.format(at);
}

/** A moment soon; nothing when it is none. */
export function soon(when: string | undefined): string {
  const at = Date.parse(when ?? '');
  return Number.isNaN(at) ? '' : moment.format(at);
}

export function sizeOf(bytes: number): string {
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${Math.ceil(kilo)} kB` : `${(kilo / 1024).toFixed(1)} MB`;
}

export function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
