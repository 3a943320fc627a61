import type { Trace } from '@kefu/client';

declare global {
  interface Window {
    Kefu?: { open(): void };
    KefuTrace?: Trace;
  }
}
