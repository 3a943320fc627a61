import {
  type AgentRest,
  ApiError,
  type Chat,
  type Conversation,
  type ConversationInfo,
  type Message,
  type Page,
} from '@kefu/client';
import { computed, ref, shallowReactive } from 'vue';
import { counts } from './lists.ts';
import { withAnswer, withHead, withMessage, withReads, withUpdate } from './merge.ts';
import { EMPTY_TAIL, follow, type Reader, type Row, rowOf, type Tail } from './row.ts';

const PAGE = 200;
/** The most conversations of one state that are listed; a queue beyond it needs more agents, not more rows. */
const MOST = 2_000;
const CLOSED_PAGE = 50;
/** The most closed conversations that are kept; older ones are read again when asked for. */
const CLOSED_MOST = 1_000;
/** Single look-ups under way at a time; when more are wanted the whole list is read instead. */
const LOOKUPS = 4;
const LOOKUPS_WANTED = 40;

export type Live = (row: Row, message: Message) => void;
export type Moved = (row: Row, before: Row | undefined) => void;

/**
 * Every conversation that the agent may see, kept up to date by the live frames: read once by REST, then merged, and
 * read again after each reconnect.
 */
export class Conversations {
  readonly rows = shallowReactive(new Map<string, Row>());
  /** True until the list has been read once, and while it is read again. */
  readonly loading = ref(true);
  readonly failed = ref(false);
  readonly closedMore = ref(true);
  readonly counts = computed(() => counts(this.rows.values()));
  /** Rises with each change of the conversation's messages, marks or typing. */
  readonly versions = shallowReactive(new Map<string, number>());
  private readonly infos = shallowReactive(new Map<string, ConversationInfo>());
  private readonly tails = new Map<string, Tail>();
  private readonly wanted = new Set<string>();
  private lookups = 0;
  private closedOffset = 0;
  private loadingClosed = false;
  private reloading: Promise<void> | undefined;
  private shown = '';
  /** Conversations that a frame told of while the list is being read. */
  private touched: Set<string> | undefined;

  constructor(
    private readonly chat: Chat<AgentRest>,
    private readonly self: Reader,
    private readonly onLive: Live = () => {},
    private readonly onMoved: Moved = () => {},
  ) {
    const { connection } = chat;
    connection.on('conversation', (update) => {
      const known = this.infos.get(update.conversation_id);
      this.touched?.add(update.conversation_id);
      this.put(withUpdate(known ?? stub(update.conversation_id), update));
      // Routing and rating are not in the frame.
      if (!known || update.state !== known.state || update.agent?.id !== known.agent?.id) {
        this.want(update.conversation_id);
      }
    });
    connection.on('read', ({ conversation_id, by, seq = 0 }) => {
      const known = this.infos.get(conversation_id);
      if (known) this.put(withReads(known, [{ by, seq }]));
    });
    chat.on('welcome', ({ conversations = [] }) => {
      for (const head of conversations) {
        const known = this.infos.get(head.conversation_id);
        if (known) this.put(withHead(known, head));
      }
    });
    chat.on('message', ({ conversation, message, live }) => {
      if (live) this.heard(conversation, message);
    });
    chat.on('conversation', (conversation) => {
      this.versions.set(conversation.id, (this.versions.get(conversation.id) ?? 0) + 1);
      this.refresh(conversation.id);
    });
  }

  info(id: string): ConversationInfo | undefined {
    return this.infos.get(id);
  }

  /** Reads all open conversations, and the first closed ones. Never rejects: `failed` says so. */
  load(): Promise<void> {
    this.reloading ??= this.read().finally(() => {
      this.reloading = undefined;
    });
    return this.reloading;
  }

  async loadClosed(): Promise<void> {
    if (!this.closedMore.value || this.loadingClosed) return;
    this.loadingClosed = true;
    try {
      const { rest } = this.chat;
      const page = await rest.conversations({
        state: 'closed',
        limit: CLOSED_PAGE,
        offset: this.closedOffset,
      });
      this.closedOffset += CLOSED_PAGE;
      // A page may be short of what the agent may not see.
      this.closedMore.value =
        more(page, this.closedOffset, CLOSED_PAGE) && this.closedOffset < 10_000;
      for (const info of page.items) this.answered(info);
    } catch (error) {
      this.closedMore.value = false;
      this.failed.value = true;
      console.warn('kefu: the closed conversations could not be read', error);
    } finally {
      this.loadingClosed = false;
    }
  }

  /** The agent looks at it: it stays loaded. Rejects with an ApiError. */
  async open(id: string): Promise<void> {
    const before = this.shown;
    this.shown = id;
    this.releaseUnless(before);
    if (!this.infos.get(id)?.routing) await this.look(id);
    const conversation = await this.chat.open(id);
    conversation.takeReads(this.infos.get(id)?.read ?? []);
    this.refresh(id);
  }

  /** What a REST call answered. */
  take(info: ConversationInfo): void {
    this.answered(info);
  }

  /** Reads one conversation anew. Rejects with an ApiError. */
  async look(id: string): Promise<void> {
    try {
      this.answered(await this.chat.rest.conversation(id));
    } catch (error) {
      const gone = error instanceof ApiError && ['not_found', 'forbidden'].includes(error.code);
      if (gone) this.remove(id);
      throw error;
    }
  }

  private async read(): Promise<void> {
    this.loading.value = true;
    const before = [...this.rows.values()].filter((row) => row.state !== 'closed');
    this.touched = new Set();
    try {
      const states = ['queued', 'assigned', 'bot'] as const;
      const answers = await Promise.all(states.map((state) => this.readState(state)));
      const open = new Map(answers.flat().map((info) => [info.conversation_id, info]));
      for (const [id, info] of open) {
        // A frame that came meanwhile is newer than the list.
        if (this.touched.has(id)) this.want(id);
        else this.answered(info);
      }
      this.forget(before.filter((row) => !open.has(row.id)));
      this.failed.value = false;
    } catch (error) {
      this.failed.value = true;
      console.warn('kefu: the conversations could not be read', error);
    } finally {
      this.touched = undefined;
      this.loading.value = false;
    }
  }

  private async readState(state: string): Promise<ConversationInfo[]> {
    const found: ConversationInfo[] = [];
    for (let offset = 0; offset < MOST; ) {
      const page = await this.chat.rest.conversations({ state, limit: PAGE, offset });
      found.push(...page.items);
      offset += PAGE;
      if (!more(page, offset, PAGE)) break;
    }
    return found;
  }

  /** What was open and is not listed any more was closed, or is no longer this agent's to see. */
  private forget(rows: readonly Row[]): void {
    for (const { id } of rows) {
      if (this.touched?.has(id) || id === this.shown) this.want(id);
      else this.remove(id);
    }
    if (rows.length > 0) {
      this.closedOffset = 0;
      this.closedMore.value = true;
    }
  }

  private heard(conversation: Conversation, message: Message): void {
    const { id } = conversation;
    this.touched?.add(id);
    const known = this.infos.get(id);
    this.tails.set(id, follow(this.tails.get(id) ?? EMPTY_TAIL, message));
    this.put(withMessage(known ?? stub(id), message));
    if (!known) this.want(id);
    const row = this.rows.get(id);
    if (row) this.onLive(row, message);
  }

  private answered(info: ConversationInfo): void {
    this.put(withAnswer(this.infos.get(info.conversation_id), info));
  }

  private put(info: ConversationInfo): void {
    const id = info.conversation_id;
    const before = this.rows.get(id);
    this.infos.set(id, info);
    this.refresh(id);
    const row = this.rows.get(id);
    if (!row) return;
    if (row.mine && !before?.mine) this.keep(id);
    if (!row.mine && before?.mine) this.releaseUnless(id);
    if (row.state === 'closed' && before?.state !== 'closed') this.trimClosed();
    if (row.state !== before?.state || row.mine !== before?.mine) this.onMoved(row, before);
  }

  private refresh(id: string): void {
    const info = this.infos.get(id);
    if (!info) return;
    const tail = this.tails.get(id) ?? EMPTY_TAIL;
    this.rows.set(id, rowOf(info, this.self, this.chat.conversation(id), tail));
  }

  /** One's own conversations are always loaded: unread counts are exact, and they open at once. */
  private keep(id: string): void {
    this.chat
      .open(id)
      .then((conversation) => conversation.takeReads(this.infos.get(id)?.read ?? []))
      .catch((error) => console.warn('kefu: the messages could not be read yet', error));
  }

  private releaseUnless(id: string): void {
    if (id && id !== this.shown && !this.rows.get(id)?.mine) this.chat.release(id);
  }

  private remove(id: string): void {
    this.infos.delete(id);
    this.rows.delete(id);
    this.tails.delete(id);
    this.versions.delete(id);
    this.chat.forget(id);
  }

  /** A console that is open for weeks holds no more than one that was opened today. */
  private trimClosed(): void {
    const closed = [...this.rows.values()].filter((row) => row.state === 'closed');
    if (closed.length <= CLOSED_MOST * 1.1) return;
    closed.sort((a, b) => b.at - a.at);
    for (const { id } of closed.slice(CLOSED_MOST)) if (id !== this.shown) this.remove(id);
    this.closedOffset = Math.min(this.closedOffset, CLOSED_MOST);
    this.closedMore.value = true;
  }

  private want(id: string): void {
    this.wanted.add(id);
    if (this.wanted.size > LOOKUPS_WANTED) {
      this.wanted.clear();
      void this.load();
      return;
    }
    this.lookUp();
  }

  private lookUp(): void {
    for (const id of this.wanted) {
      if (this.lookups >= LOOKUPS) return;
      this.wanted.delete(id);
      this.lookups++;
      this.look(id)
        .catch((error) => console.warn('kefu: a conversation could not be read', error))
        .finally(() => {
          this.lookups--;
          this.lookUp();
        });
    }
  }
}

/** Whether anything lies behind `offset`. */
function more(page: Page<unknown>, offset: number, limit: number): boolean {
  return page.total === undefined ? page.items.length === limit : offset < page.total;
}

function stub(id: string): ConversationInfo {
  return { conversation_id: id, epoch: '', state: 'bot' };
}
