import { type InjectionKey, inject } from 'vue';
import type { Office } from './desk.ts';

export const OFFICE: InjectionKey<Office> = Symbol('office');

export function useOffice(): Office {
  const office = inject(OFFICE);
  if (!office) throw new Error('No office is open here.');
  return office;
}
