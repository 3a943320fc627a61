import { onScopeDispose, type Ref, ref } from 'vue';

/** The time of now in epoch milliseconds, each second anew. */
export function useSeconds(): Readonly<Ref<number>> {
  const now = ref(Date.now());
  const timer = setInterval(() => {
    now.value = Date.now();
  }, 1_000);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
