import { localeTag } from '../i18n/index.ts';

/** What a figure shows while the server has nothing to say. */
export const NOTHING = '–';

/** `99.2 %`, `0.03 %`: two digits below one percent, else one. */
export function percent(ratio: number | null | undefined): string {
  if (!known(ratio)) return NOTHING;
  const value = ratio * 100;
  const digits = value > 0 && value < 1 ? 2 : 1;
  return `${number(value, digits)} %`;
}

/** `0.8 ms`, `12 ms`, `1.34 s`. */
export function millis(ms: number | null | undefined): string {
  if (!known(ms)) return NOTHING;
  if (ms < 10) return `${number(ms, 1)} ms`;
  if (ms < 1000) return `${number(ms, 0)} ms`;
  return `${number(ms / 1000, 2)} s`;
}

/** A count or a rate: `0.4`, `12`, `1,204`. */
export function count(value: number | null | undefined): string {
  if (!known(value)) return NOTHING;
  return number(value, value !== 0 && Math.abs(value) < 10 && !Number.isInteger(value) ? 1 : 0);
}

function known(value: number | undefined | null): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function number(value: number, digits: number): string {
  return new Intl.NumberFormat(localeTag.value, { maximumFractionDigits: digits }).format(value);
}
