import type { Localised } from '@kefu/client';

export type Language = 'zh' | 'en';

/** Chinese for every Chinese locale, else English. */
export function languageOf(locale: string | null | undefined): Language {
  return /^zh\b/i.test(locale ?? '') ? 'zh' : 'en';
}

/** The script element that brought the widget; only known while the script runs for the first time. */
export const script = globalThis.document?.currentScript as HTMLScriptElement | null | undefined;

/** What the page says it speaks, else what the browser does. */
export const locale: string =
  script?.dataset.locale ||
  globalThis.document?.documentElement.lang ||
  globalThis.navigator?.language ||
  'en';

export const language: Language = languageOf(locale);

export function localised(value: Localised | undefined, wanted: Language = language): string {
  if (typeof value === 'string') return value;
  return value?.[wanted] ?? value?.en ?? value?.zh ?? '';
}
