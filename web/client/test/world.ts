import { vi } from 'vitest';
import { Chat, type ChatOptions, MemoryOutboxStore, type Message, Rest } from '../src/index.ts';
import { FakeKefu } from '../testing/index.ts';

/** A fake server and clients of it, on a fake clock. */
export class World {
  readonly server = new FakeKefu();
  private tokens = 0;

  visitorToken(id = 'v1'): string {
    const token = `token-of-${id}-${++this.tokens}`;
    this.server.visitors.set(token, { kind: 'visitor', id });
    return token;
  }

  agentToken(id = 'a1'): string {
    const token = `token-of-${id}-${++this.tokens}`;
    this.server.agents.set(token, { kind: 'agent', id, name: 'Lin' });
    return token;
  }

  chat(options: Partial<ChatOptions> & { token?: string } = {}): Chat {
    const token = options.token ?? this.visitorToken();
    return new Chat({
      role: 'visitor',
      rest: new Rest({ baseUrl: 'http://kefu.test', token: () => token, fetch: this.server.fetch }),
      url: 'ws://kefu.test/ws/v1',
      client: {
        name: 'test',
        version: '0',
        instance_id: `i${++this.tokens}`,
        device_id: 'd',
      },
      credentials: async (refused) => (refused ? undefined : { token }),
      store: new MemoryOutboxStore(),
      socket: this.server.socket,
      ...options,
    });
  }
}

/** Lets this much of the fake clock's time go by. */
export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

export function texts(messages: readonly Message[]): (string | undefined)[] {
  return messages.map((message) => message.text);
}
