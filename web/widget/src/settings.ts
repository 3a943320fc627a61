import { script } from './language.ts';

/** What the page says in the attributes of the script element. */
export interface Settings {
  channel: string;
  /** Where the server is, without a trailing slash: where the script came from, unless `data-server` says otherwise. */
  baseUrl: string;
  identity: string | undefined;
}

export function readSettings(): Settings {
  const { server, channel, identity } = script?.dataset ?? {};
  const source = new URL(server ?? script?.src ?? '', document.baseURI);
  return {
    channel: channel || 'web',
    baseUrl: new URL('.', source).href.replace(/\/$/, ''),
    identity: identity || undefined,
  };
}

/** `ws://…/ws/v1` of a server. */
export function socketUrl(baseUrl: string): string {
  return `${baseUrl.replace(/^http/, 'ws')}/ws/v1`;
}
