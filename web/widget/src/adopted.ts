import type { OutboxEntry } from '@kefu/client';

/** What a visitor wrote, as another's: without what is the first one's alone. Nothing when it was about a message of theirs. */
export function adopted({
  key,
  send,
  uploaded,
  ...rest
}: OutboxEntry): Omit<OutboxEntry, 'key'> | undefined {
  if (send.target_seq !== undefined) return;
  const { conversation_id, ...said } = send;
  return { ...rest, send: said };
}
