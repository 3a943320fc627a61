import type { Chat, Conversation } from '@kefu/client';
import { readJson, writeJson } from './profile.ts';

const RATED_KEY = 'kefu:rated';
/** How many earlier conversations are opened at once. */
const AT_ONCE = 4;

/** The visitor's conversations as one thread: earlier ones above, the open one at its end. */
export function visits(chat: Chat) {
  const waiting = new Set<string>();
  const opened = new Set<string>();
  const seenOpen = new Set<string>();

  chat.on('welcome', ({ conversations = [] }) => {
    for (const { conversation_id, state } of conversations) {
      if (state === 'closed' && !opened.has(conversation_id)) waiting.add(conversation_id);
    }
    if (opened.size === 0) void openEarlier();
  });
  chat.on('conversation', ({ id, state }) => {
    // Earlier ones are opened when the visitor scrolls to them.
    if (state === 'closed') return;
    seenOpen.add(id);
    void openOne(id);
  });

  async function openOne(id: string): Promise<void> {
    if (opened.has(id)) return;
    opened.add(id);
    waiting.delete(id);
    try {
      await chat.open(id);
    } catch {
      // The chat loads what is open after the next reconnect.
    }
  }

  function openEarlier(): Promise<unknown> {
    return Promise.all([...waiting].slice(0, AT_ONCE).map(openOne));
  }

  function rated(): string[] {
    return readJson<string[]>(RATED_KEY) ?? [];
  }

  /** In order of time. */
  function thread(): readonly Conversation[] {
    return chat.conversations
      .filter((it) => opened.has(it.id) && it.messages.length > 0)
      .sort((a, b) => startOf(a) - startOf(b));
  }

  return {
    thread,

    /** The one that is not closed. */
    current(): Conversation | undefined {
      const last = thread().at(-1);
      return last?.state === 'closed' ? undefined : last;
    },

    hasOlder: () => Boolean(thread()[0]?.hasOlder) || waiting.size > 0,

    async loadOlder(): Promise<void> {
      const first = thread()[0];
      try {
        if (first?.hasOlder) await chat.loadOlder(first.id);
        else await openEarlier();
      } catch {
        // The server is away: scrolling up asks again.
      }
    },

    /** A conversation that ended while it was watched, and was not rated yet. */
    ratable: ({ id }: Conversation) => seenOpen.has(id) && !rated().includes(id),

    /** Whether the server took it. */
    async rate(id: string, score: number, comment: string): Promise<boolean> {
      try {
        await chat.rest.rate(id, score, comment || undefined);
      } catch {
        return false;
      }
      writeJson(RATED_KEY, [...rated(), id].slice(-50));
      return true;
    },
  };
}

function startOf(conversation: Conversation): number {
  return Date.parse(conversation.messages[0]?.sent_at ?? '') || Date.now();
}
