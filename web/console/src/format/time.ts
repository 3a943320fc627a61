import { localeTag, t } from '../i18n/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Epoch milliseconds of an RFC 3339 time; 0 for none or one that cannot be read. */
export function epoch(time: string | undefined): number {
  const at = time ? Date.parse(time) : 0;
  return Number.isFinite(at) ? at : 0;
}

/** `now`, `5 min`, `3 h`, `2 d`: how long, in one unit, rounded down. */
export function span(ms: number): string {
  if (ms < 10_000) return t('time.now');
  if (ms < MINUTE) return t('time.seconds', { n: Math.floor(ms / 1000) });
  if (ms < HOUR) return t('time.minutes', { n: Math.floor(ms / MINUTE) });
  if (ms < DAY) return t('time.hours', { n: Math.floor(ms / HOUR) });
  return t('time.days', { n: Math.floor(ms / DAY) });
}

/** `0:07`, `12:30`: the length of a voice message. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function timeOfDay(at: number): string {
  return format(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

export function fullTime(at: number): string {
  return format(at, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** The day for a separator: today, yesterday, else a date, with the year when it is not this one. */
export function dayName(at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY);
  if (days === 0) return t('timeline.today');
  if (days === 1) return t('timeline.yesterday');
  const year: Intl.DateTimeFormatOptions =
    new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' };
  return format(at, { ...year, month: 'long', day: 'numeric', weekday: 'short' });
}

/** Short, for a list: the time today, else the day. */
export function shortTime(at: number, now: number): string {
  if (!at) return '';
  if (sameDay(at, now)) return timeOfDay(at);
  if (now - at < 6 * DAY) return format(at, { weekday: 'short' });
  return format(at, { month: 'numeric', day: 'numeric' });
}

export function sameDay(a: number, b: number): boolean {
  return startOfDay(a) === startOfDay(b);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs far more than using one, and a list uses one per row. */
function format(at: number, options: Intl.DateTimeFormatOptions): string {
  const key = localeTag.value + JSON.stringify(options);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(localeTag.value, options);
  formats.set(key, made);
  return made.format(at);
}
