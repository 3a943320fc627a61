/** A stretch of text that is a hit of the search, or is not. */
export interface Stretch {
  text: string;
  hit: boolean;
}

/**
 * Cuts `text` at the `[start, end)` pairs. Pairs that overlap are joined; pairs outside the text are cut to it or left
 * out, since they come from outside. `around` keeps that many characters before the first hit.
 */
export function stretches(
  text: string,
  highlights: readonly (readonly number[])[],
  around = 60,
): Stretch[] {
  const spans = joined(text.length, highlights);
  const first = spans[0]?.[0] ?? 0;
  const from = first > around ? first - around : 0;
  const found: Stretch[] = from > 0 ? [{ text: '…', hit: false }] : [];
  let at = from;
  for (const [start, end] of spans) {
    if (start > at) found.push({ text: text.slice(at, start), hit: false });
    found.push({ text: text.slice(start, end), hit: true });
    at = end;
  }
  if (at < text.length) found.push({ text: text.slice(at), hit: false });
  return found;
}

function joined(length: number, highlights: readonly (readonly number[])[]): [number, number][] {
  const spans = highlights
    .map(([start, end]): [number, number] => [bounded(start, length), bounded(end, length)])
    .filter(([start, end]) => start < end)
    .sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
    else result.push(span);
  }
  return result;
}

function bounded(value: number | undefined, length: number): number {
  return Math.min(Math.max(Math.trunc(Number(value)) || 0, 0), length);
}
