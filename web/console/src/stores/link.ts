import type { Connection, ConnectionState } from '@kefu/client';
import { computed, onScopeDispose, ref } from 'vue';

export type LinkKind =
  | 'up'
  | 'connecting'
  | 'waiting'
  | 'draining'
  | 'replaced'
  | 'forbidden'
  | 'offline'
  | 'signed_out';

/** How the console is connected, for the bar that tells the agent. A short dip is not worth a bar. */
export function useLink(connection: Connection, graceMs = 1_200) {
  const state = ref<ConnectionState>(connection.state);
  const retryAt = ref(0);
  const draining = ref(false);
  const everUp = ref(false);
  const dipped = ref(false);
  const reachable = ref(navigator.onLine);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const off = [
    connection.on('state', (now) => {
      state.value = now.state;
      retryAt.value = now.retryInMs === undefined ? 0 : Date.now() + now.retryInMs;
      if (now.state === 'online') {
        everUp.value = true;
        draining.value = false;
        dipped.value = false;
        clearTimeout(timer);
        timer = undefined;
      } else {
        timer ??= setTimeout(() => {
          dipped.value = true;
        }, graceMs);
      }
    }),
    connection.on('goaway', () => {
      draining.value = true;
    }),
  ];
  const wake = () => {
    reachable.value = navigator.onLine;
    if (document.visibilityState === 'visible' && navigator.onLine) connection.check();
  };
  globalThis.addEventListener('online', wake);
  globalThis.addEventListener('offline', wake);
  document.addEventListener('visibilitychange', wake);
  onScopeDispose(() => {
    for (const stop of off) stop();
    clearTimeout(timer);
    globalThis.removeEventListener('online', wake);
    globalThis.removeEventListener('offline', wake);
    document.removeEventListener('visibilitychange', wake);
  });

  const kind = computed<LinkKind>(() => {
    switch (state.value) {
      case 'online':
        return draining.value ? 'draining' : 'up';
      case 'replaced':
      case 'forbidden':
      case 'signed_out':
        return state.value;
      default:
        if (!dipped.value) return 'up';
        if (!reachable.value) return 'offline';
        return state.value === 'waiting' ? 'waiting' : 'connecting';
    }
  });
  const online = computed(() => state.value === 'online');
  return { kind, online, retryAt, everUp, retry: () => connection.start() };
}

export type Link = ReturnType<typeof useLink>;
