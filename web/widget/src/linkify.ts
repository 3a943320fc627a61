export interface TextPart {
  text: string;
  /** An address with `http` or `https`, and no other scheme. */
  href?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"'`，。！？；：、（）【】《》]+/gi;
/** Ends of sentences, not of addresses. */
const TAIL = /[.,!?;:)\]}'"]+$/;

/** Splits a text at its web addresses; the parts together are the text. */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const found = match[0].replace(TAIL, '');
    const href = webAddress(found);
    if (!href) continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    parts.push({ text: found, href });
    at = match.index + found.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

/** The address when a browser may be sent to it: `javascript:`, `data:` and the like may not. */
export function webAddress(text: string | undefined): string | undefined {
  try {
    const url = new URL(text ?? '');
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
