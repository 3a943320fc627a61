import { shallowReactive } from 'vue';
import { type Keep, load, store } from './storage.ts';

/** What was written in a conversation and not sent. */
export interface Draft {
  text: string;
  note: boolean;
  replyTo?: number;
}

/** The oldest give way: a draft is cheap, a full local storage is not. */
const LIMIT = 200;

/** Drafts of one agent, by conversation; they outlive a reload and a session that ended. */
export class Drafts {
  private readonly byConversation = shallowReactive(new Map<string, Draft>());
  private readonly key: string;

  constructor(
    agent: string,
    private readonly keep: Keep = localStorage,
  ) {
    this.key = `kefu.console.drafts.${agent}`;
    for (const [id, draft] of load(keep, this.key, accept) ?? [])
      this.byConversation.set(id, draft);
  }

  get(conversation: string): Draft | undefined {
    return this.byConversation.get(conversation);
  }

  /** Text that is only white space is no draft. */
  set(conversation: string, draft: Draft): void {
    const had = this.byConversation.delete(conversation);
    if (draft.text.trim()) this.byConversation.set(conversation, draft);
    else if (!had) return;
    for (const oldest of this.byConversation.keys()) {
      if (this.byConversation.size <= LIMIT) break;
      this.byConversation.delete(oldest);
    }
    store(this.keep, this.key, [...this.byConversation]);
  }

  clear(conversation: string): void {
    if (this.byConversation.delete(conversation)) {
      store(this.keep, this.key, [...this.byConversation]);
    }
  }
}

function accept(value: unknown): [string, Draft][] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter(
    (entry): entry is [string, Draft] =>
      Array.isArray(entry) &&
      typeof entry[0] === 'string' &&
      typeof entry[1]?.text === 'string' &&
      typeof entry[1]?.note === 'boolean',
  );
}
