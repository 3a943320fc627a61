/** As much of `Storage` as the stores use. */
export type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Reads JSON that may be missing, damaged or of another shape: `accept` says what is good. */
export function load<T>(
  keep: Keep,
  key: string,
  accept: (value: unknown) => T | undefined,
): T | undefined {
  try {
    const text = keep.getItem(key);
    return text === null ? undefined : accept(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Keeps JSON. A full or forbidden storage only means that it is not there after a reload. */
export function store(keep: Keep, key: string, value: unknown): void {
  try {
    if (value === undefined) keep.removeItem(key);
    else keep.setItem(key, JSON.stringify(value));
  } catch (error) {
    console.warn('kefu: the browser keeps nothing', error);
  }
}
