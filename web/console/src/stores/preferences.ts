import { reactive, watch } from 'vue';
import { fromBrowser, type Locale, setLocale } from '../i18n/index.ts';
import { type Keep, load, store } from './storage.ts';

export type Theme = 'auto' | 'light' | 'dark';
export type Sorting = 'recent' | 'waiting';

export interface Preferences {
  locale: Locale;
  theme: Theme;
  sound: boolean;
  desktop: boolean;
  /** Whether notifications show what was written. */
  preview: boolean;
  sorting: Sorting;
  context: boolean;
}

const KEY = 'kefu.console.preferences';

/** What the agent chose on this computer; kept at every change. */
export function preferences(keep: Keep = localStorage): Preferences {
  const chosen = reactive(load(keep, KEY, accept) ?? defaults());
  watch(chosen, (now) => store(keep, KEY, now), { flush: 'sync' });
  watch(() => chosen.locale, setLocale, { immediate: true });
  return chosen;
}

function defaults(): Preferences {
  return {
    locale: fromBrowser(navigator.language),
    theme: 'auto',
    sound: true,
    desktop: false,
    preview: true,
    sorting: 'recent',
    context: true,
  };
}

function accept(value: unknown): Preferences | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const kept = value as Record<string, unknown>;
  const result: Record<string, unknown> = { ...defaults() };
  for (const [name, standard] of Object.entries(result)) {
    if (typeof kept[name] === typeof standard) result[name] = kept[name];
  }
  const one = <T extends string>(name: string, words: readonly T[], otherwise: T): void => {
    if (!words.includes(result[name] as T)) result[name] = otherwise;
  };
  one('locale', ['en', 'zh'], 'en');
  one('theme', ['auto', 'light', 'dark'], 'auto');
  one('sorting', ['recent', 'waiting'], 'recent');
  return result as unknown as Preferences;
}
