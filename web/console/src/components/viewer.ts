import type { InjectionKey } from 'vue';

/** Shows a picture large. */
export const VIEWER: InjectionKey<(url: string) => void> = Symbol('viewer');
