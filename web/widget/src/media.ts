import type { Rest } from '@kefu/client';

const MOST = 60;

/** What an `<img>` or `<audio>` may be given; anything else is only ever downloaded. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|avif)|audio\/[\w.+-]+)(;|$)/;

export type Media = ReturnType<typeof media>;

/**
 * Files as blob addresses: they are fetched with the visitor's token, so that no address of a file works for anyone
 * else. A blob lives in the page's origin, so its type is never one that a browser would run.
 */
export function media(rest: Rest) {
  const addresses = new Map<string | Blob, Promise<string>>();

  async function fetched(fileId: string): Promise<string> {
    const blob = await rest.file(fileId);
    if (!SHOWN.test(blob.type)) throw new TypeError('not a picture');
    return URL.createObjectURL(blob);
  }

  return {
    /** The address of a picture's or a recording's bytes, here or on the server; the same one each time. */
    address(of: string | Blob): Promise<string> {
      const known = addresses.get(of);
      if (known) return known;
      const fresh = of instanceof Blob ? Promise.resolve(URL.createObjectURL(of)) : fetched(of);
      addresses.set(of, fresh);
      fresh.catch(() => addresses.delete(of));
      const [oldest] = addresses;
      if (oldest && addresses.size > MOST) {
        addresses.delete(oldest[0]);
        oldest[1].then(URL.revokeObjectURL, () => undefined);
      }
      return fresh;
    },

    /** Saves the file to the visitor's disk. */
    async download(fileId: string, name: string): Promise<void> {
      const blob = new Blob([await rest.file(fileId)], { type: 'application/octet-stream' });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    },
  };
}
