import type { Conversation, Draft, Trace, WidgetConfig } from '@kefu/client';
import { h } from './dom.ts';
import { locale, localised } from './language.ts';
import { media } from './media.ts';
import { readJson, storage, tab, writeJson } from './profile.ts';
import { visitorChat } from './session.ts';
import type { Settings } from './settings.ts';
import { addStyles, applyTheme } from './theme.ts';
import { addressed, type Bubble, snippet, threadItems } from './thread.ts';
import type { Actions } from './view/actions.ts';
import { composer } from './view/composer.ts';
import { launcher } from './view/launcher.ts';
import { lightbox } from './view/lightbox.ts';
import { messageList } from './view/messages.ts';
import { panel } from './view/panel.ts';
import { visits } from './visits.ts';
import * as words from './words.ts';

/** A cut-off this short is not worth a word. */
const PATIENCE_MS = 1_500;
const RECALL_MS = 120_000;
const LARGEST_FILE = 20 * 1024 * 1024;
const PICTURES = /^image\/(png|jpeg|gif|webp)$/;
const OPEN_KEY = 'kefu:open';
const PHONE_PX = 480;

export type Widget = Awaited<ReturnType<typeof createWidget>>;

/** The widget of one visitor on one page; it connects at once for a visitor who was here before. */
export async function createWidget(
  settings: Settings,
  identity: string | undefined,
  trace: Trace | undefined,
) {
  const { chat, returning, profileId } = await visitorChat(settings, identity, trace);
  const { connection, outbox } = chat;
  const configKey = `kefu:config:${settings.baseUrl}:${settings.channel}`;
  const draftKey = `kefu:draft:${profileId}`;
  const host = h('div', { lang: locale });
  const root = host.attachShadow({ mode: 'open' });
  const stop = new AbortController();
  const past = visits(chat);
  const files = media(chat.rest);
  let config = readJson<WidgetConfig>(configKey) ?? {};
  let isOpen = false;
  let queued = false;
  let awaySince: number | undefined;

  const actions: Actions = {
    media: files,
    view: (source, name, from) => lightbox(root, source, name, from),
    download: (fileId, name) => files.download(fileId, name).catch(() => view.warn(words.tryLater)),
    reply: ({ seq = 0, author, body }) => input.quote(seq, author, snippet(body)),
    recall: (bubble) => void say({ message_type: 'recall', ...target(bubble) }),
    retry: (id) => void chat.retry(id),
    discard: (id) => void chat.discard(id),
    helpful: (bubble, good) => void event('feedback', { helpful: String(good) }, target(bubble)),
    press: (bubble, button_id, text) =>
      void say({
        message_type: 'event',
        text,
        event: { name: 'button', button_id },
        ...target(bubble),
      }),
    contact: (conversation_id, data) => void event('contact', data, { conversation_id }),
    rate: async (id, score, comment) => {
      const done = await past.rate(id, score, comment);
      view.warn(done ? words.rated : words.tryLater);
      schedule();
    },
    older: past.loadOlder,
    seen,
  };
  const list = messageList(actions);
  const input = composer(
    {
      submit,
      typing: () => {
        const current = past.current();
        if (current) chat.typing(current.id);
      },
      draft: (text) => storage.set(draftKey, text),
      warn: (text) => view.warn(text),
      askForPerson: () => void event('handover'),
      maxFileBytes: () => config.max_file_bytes || LARGEST_FILE,
    },
    storage.get(draftKey),
  );
  const view = panel(list, input, close, () => void event('close'));
  const button = launcher(() => (isOpen ? close() : open()));

  // ---- What the page and the visitor do ----

  function open(): void {
    if (isOpen) return;
    isOpen = true;
    tab.set(OPEN_KEY, '1');
    host.classList.add('open');
    connect();
    render();
    view.open();
    input.fit();
    seen();
  }

  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    tab.set(OPEN_KEY, '');
    host.classList.remove('open');
    view.close();
    render();
    button.element.focus();
  }

  function destroy(): void {
    chat.stop();
    stop.abort();
    host.remove();
  }

  function connect(): void {
    if (connection.state === 'idle') void chat.start();
  }

  async function submit(text: string, added: File[], reply: number | undefined): Promise<boolean> {
    list.toEnd();
    for (const blob of added) {
      const message_type = PICTURES.test(blob.type) ? 'image' : 'file';
      if (!(await say({ message_type, attachment: { blob, name: blob.name } }))) return false;
    }
    return text === '' || say({ message_type: 'text', text, reply_to_seq: reply });
  }

  /** Whether it is kept: then it will be sent. */
  async function say(draft: Draft): Promise<boolean> {
    connect();
    try {
      await chat.send(addressed(draft, past.current()));
      return true;
    } catch {
      view.warn(words.notKept);
      return false;
    }
  }

  function event(
    name: string,
    data: Record<string, string> = {},
    more: Partial<Draft> = {},
  ): Promise<boolean> {
    return say({ message_type: 'event', event: { name, data }, ...more });
  }

  /** Marks as read what is looked at. */
  function seen(): void {
    if (!isOpen || document.hidden || !list.atEnd()) return;
    for (const { id } of past.thread()) chat.markRead(id);
  }

  // ---- What is shown ----

  function schedule(): void {
    if (queued) return;
    queued = true;
    setTimeout(() => {
      queued = false;
      render();
    }, 16);
  }

  function render(): void {
    const thread = past.thread();
    const current = past.current();
    const { self } = chat;
    const agent = current?.state === 'assigned' ? current.agent?.name || words.agent : undefined;
    button.update(isOpen, self ? thread.reduce((sum, it) => sum + it.unread(self), 0) : 0);
    view.update({
      title: localised(config.title) || words.title,
      subtitle: subtitle(current, agent),
      agent,
      online: connection.state === 'online',
      banner: banner(),
      canEnd: current !== undefined,
    });
    const asked = outbox.entries.some((entry) => entry.send.event?.name === 'handover');
    input.update(
      !current && thread.length > 0,
      current !== undefined && (current.state ?? 'bot') === 'bot' && !asked,
    );
    if (isOpen) renderThread(thread, current);
  }

  function renderThread(thread: readonly Conversation[], current: Conversation | undefined): void {
    const items = threadItems({
      conversations: thread,
      entries: outbox.entries,
      now: connection.serverNow(),
      recallWindowMs: config.recall_window_ms ?? RECALL_MS,
      greeting: localised(config.greeting) || words.greeting,
      whole: !past.hasOlder(),
      ratable: past.ratable,
    });
    const typist = current?.typing?.by;
    const named = typist && typist.kind !== 'visitor' && words.typing(typist.name || words.agent);
    list.update(items, past.hasOlder(), named || undefined);
    seen();
  }

  function subtitle(current: Conversation | undefined, agent: string | undefined): string {
    if (isAway()) return words.connecting;
    if (agent) return words.withAgent(agent);
    if (current?.state === 'queued') {
      return current.queuePosition ? words.queuedAt(current.queuePosition) : words.queued;
    }
    return current?.state === 'bot' ? words.withBot : words.subtitle;
  }

  function banner(): string {
    const { state } = connection;
    if (state === 'forbidden' || state === 'signed_out') return words.refused;
    if (state === 'replaced') return words.replaced;
    return isAway() ? words.away : '';
  }

  function isAway(): boolean {
    return awaySince !== undefined && Date.now() - awaySince > PATIENCE_MS;
  }

  // ---- What comes from outside ----

  function stateChanged(): void {
    const { state } = connection;
    if (state === 'online' || state === 'idle') awaySince = undefined;
    else if (awaySince === undefined) {
      awaySince = Date.now();
      setTimeout(schedule, PATIENCE_MS + 10);
    }
    schedule();
  }

  function woke(): void {
    if (document.hidden) return;
    connection.check();
    seen();
  }

  /** Above a phone's keyboard, where the browser does not do it by itself. */
  function fit(): void {
    const height = window.visualViewport?.height;
    if (height) host.style.setProperty('--height', `${Math.round(height)}px`);
  }

  async function loadConfig(): Promise<void> {
    try {
      config = await chat.rest.widgetConfig(settings.channel);
    } catch {
      // What was kept from the last time does; it is asked for again with the next page.
      return;
    }
    writeJson(configKey, config);
    applyTheme(host, config.theme);
    schedule();
  }

  function listen(target: EventTarget | null, kind: string, listener: (event: Event) => void) {
    target?.addEventListener(kind, listener, { signal: stop.signal });
  }

  chat.on('state', stateChanged);
  chat.on('conversation', schedule);
  chat.on('outbox', schedule);
  chat.on('message', ({ message, live }) => {
    const { author, text } = message;
    if (live && text && author?.kind !== 'visitor') view.announce(`${author?.name ?? ''} ${text}`);
  });
  // What is not seen in the thread tells its failure here, and is not kept.
  chat.on('failed', ({ entry }) => {
    const { message_type, client_msg_id } = entry.send;
    if (message_type !== 'recall' && message_type !== 'event') return;
    view.warn(message_type === 'recall' ? words.recallFailed : words.tryLater);
    void chat.discard(client_msg_id);
  });
  listen(window, 'online', () => connection.check());
  listen(window, 'offline', () => connection.check());
  listen(document, 'visibilitychange', woke);
  listen(window.visualViewport, 'resize', fit);
  // The page's own shortcuts must not hear what is typed here.
  for (const kind of ['keydown', 'keyup', 'keypress']) {
    listen(host, kind, (it) => it.stopPropagation());
  }
  // What may be taken back changes with time, and so does today.
  const clock = setInterval(schedule, 10_000);
  listen(stop.signal, 'abort', () => clearInterval(clock));

  applyTheme(host, config.theme);
  addStyles(root);
  root.append(view.element, button.element);
  document.body.append(host);
  render();
  void loadConfig();
  if (returning) connect();
  if (tab.get(OPEN_KEY) && innerWidth > PHONE_PX) open();

  return { open, close, destroy };
}

function target({ conversationId, seq }: Bubble): Pick<Draft, 'conversation_id' | 'target_seq'> {
  return { conversation_id: conversationId, target_seq: seq };
}
