import type { OutboxEntry } from '@kefu/client';
import { describe, expect, it } from 'vitest';
import { adopted } from '../src/adopted.ts';

const entry: OutboxEntry = {
  key: 7,
  send: { client_msg_id: 'm1', conversation_id: 'anonymous', message_type: 'image' },
  attachment: { blob: new Blob(['x']), name: 'a.png' },
  uploaded: { file_id: 'f1', name: 'a.png', mime_type: 'image/png', size: 1 },
  state: 'pending',
  strikes: 0,
  createdAt: 1,
};

describe('adopted', () => {
  it('uploads a picture again: the one on the server is the anonymous visitor’s', () => {
    expect(adopted(entry)).toEqual({
      send: { client_msg_id: 'm1', message_type: 'image' },
      attachment: entry.attachment,
      state: 'pending',
      strikes: 0,
      createdAt: 1,
    });
  });

  it('leaves out what concerns a message of the other conversation', () => {
    expect(adopted({ ...entry, send: { ...entry.send, target_seq: 3 } })).toBeUndefined();
  });
});
