import { computed, ref } from 'vue';
import { type Dictionary, en, type Key } from './en.ts';
import { zh } from './zh.ts';

export type Locale = 'en' | 'zh';
export type { Key };

const dictionaries: Record<Locale, Dictionary> = { en, zh };
const current = ref<Locale>(fromBrowser(globalThis.navigator?.language ?? 'en'));

/** The locale in use, as a tag for `Intl` and for the document's `lang`. */
export const localeTag = computed(() => (current.value === 'zh' ? 'zh-CN' : 'en'));
export const locale = computed(() => current.value);

export function setLocale(next: Locale): void {
  current.value = next;
}

export function fromBrowser(language: string): Locale {
  return language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Text of `key` in the current locale; `{name}` in it is replaced by `values.name`. Reactive when called in a render. */
export function t(key: Key, values?: Record<string, string | number>): string {
  return fill(dictionaries[current.value][key], values);
}

export function has(key: string): key is Key {
  return Object.hasOwn(en, key);
}

/** Replaces each placeholder once, so that a value which itself looks like a placeholder stays as it is. */
export function fill(template: string, values?: Record<string, string | number>): string {
  if (!values) return template;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}
