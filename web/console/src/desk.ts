import {
  AgentRest,
  Chat,
  IndexedOutboxStore,
  MemoryOutboxStore,
  type Message,
  type OutboxEntry,
  type OutboxStore,
  type Party,
  randomId,
} from '@kefu/client';
import {
  computed,
  type InjectionKey,
  inject,
  onScopeDispose,
  provide,
  ref,
  shallowRef,
  watch,
} from 'vue';
import { locale, localeTag, t } from './i18n/index.ts';
import { go, route } from './route.ts';
import { useAppearance } from './stores/appearance.ts';
import { Conversations } from './stores/conversations.ts';
import { Directory } from './stores/directory.ts';
import { Drafts } from './stores/drafts.ts';
import { useLink } from './stores/link.ts';
import { looking, Notifier, useTitleBadge } from './stores/notifier.ts';
import { Pictures } from './stores/pictures.ts';
import { preferences } from './stores/preferences.ts';
import type { Row } from './stores/row.ts';
import { Session } from './stores/session.ts';
import { load, store } from './stores/storage.ts';
import { visitorName } from './words.ts';

/** What stands before and after a sign-in. */
export function openOffice() {
  const chosen = preferences();
  const appearance = useAppearance(chosen);
  const rest: AgentRest = new AgentRest({
    baseUrl: '',
    token: () => session.token,
    fetch: async (input, init) => {
      const token = session.token;
      const answer = await fetch(input, init);
      // A wrong password is a 401 as well, and ends nothing.
      const asks = /\/(sessions|me\/password)$/.test(String(input));
      if (answer.status === 401 && !asks) session.expire(token);
      return answer;
    },
  });
  const session = new Session(() => rest);
  return { chosen, appearance, rest, session };
}

export type Office = ReturnType<typeof openOffice>;

/** All that a signed-in agent works with; ends with the scope that opened it. */
export function openDesk(office: Office, outboxStore: OutboxStore) {
  const { session, rest, chosen } = office;
  const me = session.me.value;
  if (!me) throw new Error('A desk needs a signed-in agent.');
  const self: Party = { kind: 'agent', id: me.id, name: me.name };

  const chat = new Chat<AgentRest>({
    role: 'agent',
    rest,
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/v1`,
    client: {
      name: 'kefu-console',
      version: '0.1.0',
      instance_id: randomId(),
      device_id: deviceId(),
      locale: localeTag.value,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    credentials: async (refused) => {
      const token = session.token;
      return token && token !== refused ? { token } : undefined;
    },
    store: outboxStore,
    shared: `kefu-console-${me.id}`,
  });
  const link = useLink(chat.connection);
  const directory = new Directory(rest);
  const drafts = new Drafts(me.id);
  const pictures = new Pictures(rest);
  const outbox = shallowRef<readonly OutboxEntry[]>([]);
  const notifier = new Notifier(chosen, (conversation) => go({ page: 'inbox', conversation }));
  const conversations = new Conversations(chat, self, heard, moved);
  const wanting = computed(() => conversations.counts.value.mine.unread);
  /** Seconds go by: what shows an age or a window reads this. */
  const now = ref(Date.now());
  const clock = setInterval(() => {
    now.value = Date.now();
  }, 5_000);
  useTitleBadge(wanting);

  chat.on('outbox', (entries) => {
    outbox.value = entries;
  });
  chat.on('presence', (presence) => {
    directory.present(presence);
    if (presence.agent_id === me.id) {
      session.present(presence.status, presence.load, presence.capacity);
    }
  });
  const onStop: (() => void)[] = [];
  let welcomes = 0;
  let reload: ReturnType<typeof setTimeout> | undefined;
  chat.on('welcome', () => {
    // Spread out, since after a restart of the server all agents come at once.
    const wait = welcomes++ === 0 ? 0 : 200 + Math.random() * 1_300;
    clearTimeout(reload);
    reload = setTimeout(() => {
      void readAll();
      if (wait > 0) void refreshSelf();
    }, wait);
  });
  chat.on('state', ({ state }) => {
    if (state === 'signed_out') session.expire(session.token);
  });
  const stopWatch = watch(session.expired, (expired) => {
    if (!expired && session.token) chat.connection.start();
  });

  async function refreshSelf(): Promise<void> {
    try {
      const known = await rest.me();
      session.me.value = known;
    } catch (error) {
      console.warn('kefu: the own status could not be read', error);
    }
  }

  function heard(row: Row, message: Message): void {
    if (message.author?.kind !== 'visitor' || message.message_type === 'event') return;
    if (!row.mine) return;
    const here = route.value.page === 'inbox' && route.value.conversation === row.id;
    if (here && looking()) return;
    notifier.tell({
      conversation: row.id,
      title: t('notify.message', { name: visitorName(row) }),
      text: row.last?.text ?? '',
    });
  }

  function moved(row: Row, before: Row | undefined): void {
    if (!started) return;
    if (row.mine && !before?.mine && before) {
      notifier.tell({
        conversation: row.id,
        title: t('notify.assigned', { name: visitorName(row) }),
        text: row.last?.text ?? '',
      });
    } else if (
      row.state === 'queued' &&
      before?.state !== 'queued' &&
      !conversations.loading.value
    ) {
      notifier.tell({
        conversation: row.id,
        title: t('notify.queued', { name: visitorName(row) }),
        text: row.last?.text ?? '',
      });
    }
  }

  let started = false;
  async function start(): Promise<void> {
    // The list is read after `welcome`, so that no change falls between; without a socket it is read all the same.
    const fallback = setTimeout(() => {
      if (welcomes === 0) void readAll();
    }, 2_500);
    onStop.push(() => clearTimeout(fallback));
    await chat.start();
  }

  async function readAll(): Promise<void> {
    await Promise.all([conversations.load(), directory.load()]);
    started = true;
  }

  onScopeDispose(() => {
    clearInterval(clock);
    clearTimeout(reload);
    for (const stop of onStop) stop();
    stopWatch();
    chat.stop();
    pictures.clear();
  });

  return {
    ...office,
    self,
    chat,
    link,
    directory,
    drafts,
    pictures,
    outbox,
    notifier,
    conversations,
    wanting,
    now,
    locale,
    start,
  };
}

export type Desk = ReturnType<typeof openDesk>;

export const DESK: InjectionKey<Desk> = Symbol('desk');

export function provideDesk(desk: Desk): void {
  provide(DESK, desk);
}

export function useDesk(): Desk {
  const desk = inject(DESK);
  if (!desk) throw new Error('No desk is open here.');
  return desk;
}

/** Where unsent messages are kept: they outlive the page where the browser lets them. */
export async function openOutbox(agent: string): Promise<OutboxStore> {
  try {
    return await IndexedOutboxStore.open(`kefu-console-${agent}`);
  } catch (error) {
    console.warn('kefu: unsent messages are kept only as long as this page', error);
    return new MemoryOutboxStore();
  }
}

function deviceId(): string {
  const key = 'kefu.console.device';
  const known = load(localStorage, key, (value) => (typeof value === 'string' ? value : undefined));
  if (known) return known;
  const made = randomId();
  store(localStorage, key, made);
  return made;
}
