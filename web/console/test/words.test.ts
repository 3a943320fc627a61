import type { Message } from '@kefu/client';
import { describe, expect, it } from 'vitest';
import { eventText } from '../src/words.ts';

const SELF = { kind: 'agent', id: 'amy', name: 'Amy' } as const;

function said(by: 'system' | 'visitor'): string {
  const message: Message = {
    conversation_id: 'c',
    epoch: '1',
    seq: 1,
    message_type: 'event',
    author: { kind: by, id: 'x' },
    event: { name: 'assigned', data: { agent_name: 'Lily' } },
    text: '',
  };
  return eventText(message, SELF, (name) => name);
}

describe('an event', () => {
  it('of the system is told in its words', () => {
    expect(said('system')).toContain('Lily');
  });

  it('of anybody else under the same name is not', () => {
    expect(said('visitor')).not.toContain('Lily');
  });
});
