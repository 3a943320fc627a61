import { randomId, type VisitorSession } from '@kefu/client';

/** A visitor as this browser knows it. It lives in localStorage: no cookie is ever set. */
export interface Profile {
  /** Names the visitor's outbox; made here, so that it is there before the server was ever reached. */
  id: string;
  session?: VisitorSession;
  /** The end of the identity token that the session was made with: another one makes a new session. */
  signature?: string;
}

/** Web storage of this kind, or the page's memory where the browser gives none. */
function area(kind: 'localStorage' | 'sessionStorage') {
  const memory = new Map<string, string>();
  return {
    get(key: string): string {
      try {
        return window[kind].getItem(key) ?? '';
      } catch {
        return memory.get(key) ?? '';
      }
    },
    set(key: string, value: string): void {
      memory.set(key, value);
      try {
        window[kind].setItem(key, value);
      } catch {
        // Kept in memory only.
      }
    },
  };
}

export const storage = area('localStorage');
/** What a tab keeps over a reload, for itself alone. */
export const tab = area('sessionStorage');

export function readJson<T>(key: string): T | undefined {
  try {
    return (JSON.parse(storage.get(key) || 'null') as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeJson(key: string, value: unknown): void {
  storage.set(key, JSON.stringify(value));
}

/** The person that an identity token names. It is not verified here: it only keeps people of one browser apart. */
export function subjectOf(identity: string | undefined): string {
  if (!identity) return '';
  try {
    const payload = (identity.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    return typeof sub === 'string' ? sub : '';
  } catch {
    return '';
  }
}

/** The place of one person's profile on one channel of one server. */
export class ProfileStore {
  readonly #key: string;

  constructor(scope: string, subject: string) {
    this.#key = `kefu:${scope}:${subject}`;
  }

  /** The profile, if there is one already. */
  peek(): Profile | undefined {
    const found = readJson<Profile>(this.#key);
    return found?.id ? found : undefined;
  }

  read(): Profile {
    const found = this.peek();
    if (found) return found;
    const fresh = { id: randomId() };
    this.write(fresh);
    return fresh;
  }

  write(profile: Profile): void {
    writeJson(this.#key, profile);
  }
}

/** One for each browser: the server sees which devices a message reached. */
export function deviceId(): string {
  const key = 'kefu:device';
  const id = storage.get(key) || randomId();
  storage.set(key, id);
  return id;
}
