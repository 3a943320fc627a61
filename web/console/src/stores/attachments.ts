import { randomId } from '@kefu/client';
import { shallowRef } from 'vue';
import { isPicture } from './pictures.ts';

export interface Attached {
  key: string;
  blob: Blob;
  name: string;
  picture: boolean;
  /** Of pictures only; freed when it is taken away. */
  url: string;
}

export const MOST_FILES = 10;

export type Refusal = { kind: 'large'; name: string } | { kind: 'many' };

/** Files that wait in the reply box. */
export class Attachments {
  readonly items = shallowRef<readonly Attached[]>([]);

  /** Takes what fits; answers what was refused. */
  add(files: readonly File[], maxBytes: number): Refusal[] {
    const refused: Refusal[] = [];
    const taken: Attached[] = [];
    for (const file of files) {
      if (this.items.value.length + taken.length >= MOST_FILES) {
        refused.push({ kind: 'many' });
        break;
      }
      if (file.size > maxBytes) refused.push({ kind: 'large', name: file.name });
      else taken.push(attached(file));
    }
    this.items.value = [...this.items.value, ...taken];
    return refused;
  }

  remove(key: string): void {
    const gone = this.items.value.find((item) => item.key === key);
    if (gone?.url) URL.revokeObjectURL(gone.url);
    this.items.value = this.items.value.filter((item) => item.key !== key);
  }

  /** Gives them away: the box is empty afterwards. */
  take(): readonly Attached[] {
    const taken = this.items.value;
    for (const { url } of taken) if (url) URL.revokeObjectURL(url);
    this.items.value = [];
    return taken;
  }
}

function attached(file: File): Attached {
  const picture = isPicture(file.type);
  return {
    key: randomId(),
    blob: file,
    name: file.name || (picture ? 'picture.png' : 'file'),
    picture,
    url: picture ? URL.createObjectURL(file) : '',
  };
}

/** The files of a paste or drop; pasted text with a picture of itself (from spreadsheets) is text. */
export function filesOf(data: DataTransfer | null): File[] {
  if (!data || data.types.includes('text/html') || data.types.includes('text/plain')) {
    return data && data.types[0] === 'Files' ? [...data.files] : [];
  }
  return [...data.files];
}
