import { computed, ref, watchEffect } from 'vue';
import { localeTag } from '../i18n/index.ts';
import type { Preferences } from './preferences.ts';

/** Light or dark, as chosen or as the system is; and the document's language. */
export function useAppearance(chosen: Preferences) {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const system = ref(query.matches);
  query.addEventListener('change', (event) => {
    system.value = event.matches;
  });
  const dark = computed(() => (chosen.theme === 'auto' ? system.value : chosen.theme === 'dark'));
  watchEffect(() => {
    document.documentElement.classList.toggle('dark', dark.value);
    document.documentElement.lang = localeTag.value;
  });
  return { dark };
}
