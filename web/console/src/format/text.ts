/** Code points of a text: what the protocol counts, where an emoji is one and not two. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The first `limit` code points, with an ellipsis where something was cut. */
export function shorten(text: string, limit: number): string {
  const points = Array.from(text.slice(0, limit * 2 + 2));
  return points.length > limit || text.length > limit * 2 + 2
    ? `${points.slice(0, limit).join('')}…`
    : text;
}

/** One line: control characters and line breaks become single spaces. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: visitors can send any of them
  return text.replace(/[\s\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
}

/** Lower case and without accents, for filters that forgive. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** One or two characters that stand for a name in a round picture. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = Array.from(words[0] ?? '?');
  const head = first[0] ?? '?';
  if (!/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\d]/u.test(head)) return head;
  const last = words.length > 1 ? (Array.from(words.at(-1) ?? '')[0] ?? '') : '';
  return (/[\p{L}\d]/u.test(last) ? head + last : head).toUpperCase();
}

/** A hue (0–359) that stays the same for an id. */
export function hue(id: string): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) | 0;
  return ((hash % 360) + 360) % 360;
}
