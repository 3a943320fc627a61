import { AgentRest, type ConversationInfo, type Message } from '@kefu/client';
import { type Kefu, PASSWORD } from './kefu.ts';

/** What the server has stored, read over REST as the administrator. */
export class Archive {
  private constructor(readonly rest: AgentRest) {}

  static async of(kefu: Kefu): Promise<Archive> {
    let token: string | undefined;
    const rest = new AgentRest({ baseUrl: kefu.url, token: () => token });
    ({ token } = await rest.signIn('admin', PASSWORD));
    return new Archive(rest);
  }

  /** All messages, in order; fails unless they are 1, 2, 3 … */
  async messages(id: string): Promise<Message[]> {
    const all: Message[] = [];
    for (;;) {
      const { items } = await this.rest.messages(id, { after: all.at(-1)?.seq ?? 0, limit: 200 });
      all.push(...items);
      if (items.length < 200) break;
    }
    const gap = all.findIndex((message, i) => message.seq !== i + 1);
    if (gap >= 0) throw new Error(`seq ${all[gap]?.seq} at place ${gap + 1} of conversation ${id}`);
    return all;
  }

  /** The open conversation of a visitor. */
  async conversationOf(visitorId: string): Promise<ConversationInfo | undefined> {
    const { items } = await this.rest.conversations({ visitor: visitorId, limit: 50 });
    return items.find(({ state }) => state !== 'closed') ?? items[0];
  }
}

/** The bubbles that a page must show for these messages: one line each, as {@link Visitor} and {@link Agent} read them. */
export function lines(messages: readonly Message[], eye: 'visitor' | 'agent'): string[] {
  return messages
    .filter(({ message_type, private: note, hidden }) => {
      return message_type !== 'event' && !hidden && !(note && eye === 'visitor');
    })
    .map(({ message_type, text, file, author }) => {
      const said =
        message_type === 'image'
          ? `[picture ${file?.name}]`
          : message_type === 'file'
            ? `[file ${file?.name}]`
            : text;
      return `${author?.kind === 'visitor' ? 'visitor' : 'staff'}: ${said}`;
    });
}
