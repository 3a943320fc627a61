import {
  ApiError,
  Chat,
  type Credential,
  IndexedOutboxStore,
  MemoryOutboxStore,
  type OutboxStore,
  Rest,
  randomId,
  type Trace,
} from '@kefu/client';
import { adopted } from './adopted.ts';
import { locale } from './language.ts';
import { deviceId, type Profile, ProfileStore, subjectOf } from './profile.ts';
import { type Settings, socketUrl } from './settings.ts';

export interface VisitorChat {
  chat: Chat;
  /** Whether this browser wrote here before: then the chat connects without being opened. */
  returning: boolean;
  profileId: string;
}

/** The chat of the person that the page named, or of the anonymous visitor. */
export async function visitorChat(
  settings: Settings,
  identity: string | undefined,
  trace: Trace | undefined,
): Promise<VisitorChat> {
  const scope = `${new URL(settings.baseUrl).host}:${settings.channel}`;
  const profiles = new ProfileStore(scope, subjectOf(identity));
  const profile = profiles.read();
  const name = outboxName(profile.id);
  const store = await openStore(name);
  if (identity) await adopt(new ProfileStore(scope, '').peek(), profile.id, store);
  const rest: Rest = new Rest({
    baseUrl: settings.baseUrl,
    token: () => profiles.read().session?.token,
  });
  const chat = new Chat({
    role: 'visitor',
    rest,
    url: socketUrl(settings.baseUrl),
    client: {
      name: 'kefu-widget',
      version: '1',
      instance_id: randomId(),
      device_id: deviceId(),
      locale: locale,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? '',
    },
    credentials: (refused) =>
      oneTabAtATime(`${name}-sign-in`, () => signIn(settings, identity, rest, profiles, refused)),
    store,
    shared: name,
    trace,
  });
  await chat.outbox.load();
  const returning = profile.session !== undefined || chat.outbox.entries.length > 0;
  return { chat, returning, profileId: profile.id };
}

function outboxName(profileId: string): string {
  return `kefu-${profileId}`;
}

/** What was written before the page knew who it was is sent as that person, and not lost. */
async function adopt(from: Profile | undefined, to: string, store: OutboxStore): Promise<void> {
  if (!from || from.id === to) return;
  const anonymous = await openStore(outboxName(from.id));
  for (const entry of await anonymous.list()) {
    const own = adopted(entry);
    if (!own) continue;
    await store.add(own);
    await anonymous.remove(entry.key);
  }
}

async function openStore(name: string): Promise<OutboxStore> {
  try {
    return await IndexedOutboxStore.open(name);
  } catch {
    return new MemoryOutboxStore();
  }
}

/** Takes the session that this browser has, or makes one. Another tab may just have made it. */
async function signIn(
  settings: Settings,
  identity: string | undefined,
  rest: Rest,
  profiles: ProfileStore,
  refused: string | undefined,
): Promise<Credential> {
  const profile = profiles.read();
  const signature = identity?.slice(-24) ?? '';
  const { session } = profile;
  const usable =
    session !== undefined && session.token !== refused && (profile.signature ?? '') === signature;
  if (usable) return credential(settings, session);
  const fresh = await rest.createVisitor({
    channel: settings.channel,
    identity,
    visitor: {
      locale: locale,
      page: {
        url: location.href.slice(0, 2_000),
        title: document.title.slice(0, 300),
        referrer: document.referrer.slice(0, 2_000),
      },
    },
  });
  if (!fresh.token) throw new ApiError('unavailable', 0, 'The server gave no token.');
  profiles.write({ ...profiles.read(), session: fresh, signature });
  return credential(settings, fresh);
}

function credential(settings: Settings, session: { token: string; ws_url?: string }): Credential {
  let wsUrl = socketUrl(settings.baseUrl);
  try {
    if (session.ws_url) wsUrl = new URL(session.ws_url, wsUrl).href;
  } catch {
    // An address that is none: the socket is where the script came from.
  }
  // A page with TLS may open nothing without it.
  return {
    token: session.token,
    wsUrl: location.protocol === 'https:' ? wsUrl.replace(/^ws:/, 'wss:') : wsUrl,
  };
}

function oneTabAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request(name, work) as Promise<T>) : work();
}
