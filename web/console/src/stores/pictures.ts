import type { Rest } from '@kefu/client';

/** The most pictures kept; the browser holds each in memory. */
const KEEP = 120;
/** Shown as pictures. An SVG can hold script: it stays a file. */
const SHOWN = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
]);

export function isPicture(mimeType: string | undefined): boolean {
  return SHOWN.has((mimeType ?? '').toLowerCase());
}

/** Pictures as `blob:` addresses: they are fetched with the token, which so never stands in an address. */
export class Pictures {
  private readonly known = new Map<string, Promise<string>>();

  constructor(private readonly rest: Pick<Rest, 'file'>) {}

  url(fileId: string): Promise<string> {
    const known = this.known.get(fileId);
    if (known) {
      this.known.delete(fileId);
      this.known.set(fileId, known);
      return known;
    }
    const loading = this.rest.file(fileId).then((blob) => URL.createObjectURL(blob));
    this.known.set(fileId, loading);
    loading.catch(() => this.known.delete(fileId));
    this.trim();
    return loading;
  }

  /** Saves the file on the agent's computer. It is never opened in the page: it may be anything. */
  async save(fileId: string, name: string): Promise<void> {
    const blob = await this.rest.file(fileId);
    const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name || 'file';
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  clear(): void {
    for (const id of [...this.known.keys()]) this.drop(id);
  }

  private trim(): void {
    for (const id of this.known.keys()) {
      if (this.known.size <= KEEP) return;
      this.drop(id);
    }
  }

  private drop(id: string): void {
    const url = this.known.get(id);
    this.known.delete(id);
    url?.then(URL.revokeObjectURL, () => undefined);
  }
}
