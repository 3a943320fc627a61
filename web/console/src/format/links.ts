/** A stretch of a message's text; with `href` it is a link. */
export interface Piece {
  text: string;
  href?: string;
}

// Stops at white space, quotes, angle brackets and the full-width punctuation that follows an address in Chinese text.
const ADDRESS = /https?:\/\/[^\s<>"'`，。；：！？、（）《》「」【】“”‘’]+/giu;
const MAX_LINKS = 100;

/**
 * Splits text into plain stretches and http(s) links. Nothing else ever becomes a link: an address that the URL parser
 * refuses, or that carries a user name (`https://bank.example@evil.example`), stays text.
 */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  let links = 0;
  for (const match of text.matchAll(ADDRESS)) {
    if (links === MAX_LINKS) break;
    const address = withoutTrailing(match[0]);
    const href = safeHref(address);
    if (!href) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: address, href });
    from = match.index + address.length;
    links++;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

/** The address if a click on it may be offered, else nothing. */
export function safeHref(address: string | undefined): string | undefined {
  if (!address) return undefined;
  try {
    const url = new URL(address);
    const web = url.protocol === 'http:' || url.protocol === 'https:';
    return web && !url.username && !url.password && url.hostname ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** The sentence's own punctuation is not part of the address, nor is a bracket that the address did not open. */
function withoutTrailing(address: string): string {
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1] ?? '';
    const unopened = last === ')' && !address.slice(0, end).includes('(');
    if (!unopened && !'.,;:!?]}*_~'.includes(last)) break;
    end--;
  }
  return address.slice(0, end);
}
