import { describe, expect, it } from 'vitest';
import { AgentRest } from '../src/index.ts';

describe('who signs in', () => {
  it('shows no token, least of all one that has ended', async () => {
    const sent: (string | null)[] = [];
    const rest = new AgentRest({
      baseUrl: 'http://kefu.test',
      token: () => 'an old one',
      fetch: async (_input, init) => {
        sent.push(new Headers(init?.headers).get('authorization'));
        return Response.json({});
      },
    });
    await rest.signIn('lin', 'secret');
    await rest.createVisitor({ channel: 'web' });
    await rest.me();
    expect(sent).toEqual([null, null, 'Bearer an old one']);
  });
});
