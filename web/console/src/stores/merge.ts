import type {
  ConversationHead,
  ConversationInfo,
  ConversationUpdate,
  Message,
  ReadPosition,
} from '@kefu/client';

/** What a live frame says, put into what the lists said before. Each answers a new object. */

export function withUpdate(info: ConversationInfo, update: ConversationUpdate): ConversationInfo {
  const state = update.state ?? info.state;
  const agent = update.agent ?? (state === 'queued' || state === 'bot' ? undefined : info.agent);
  const { agent: _a, queue_position: _q, ...rest } = info;
  return {
    ...rest,
    state,
    ...(agent ? { agent } : {}),
    ...(state === 'queued' && update.queue_position
      ? { queue_position: update.queue_position }
      : {}),
    ...(update.group ? { group: update.group } : {}),
    ...(update.tags ? { tags: update.tags } : {}),
    ...(update.channel_id ? { channel_id: update.channel_id } : {}),
    ...(update.epoch ? { epoch: update.epoch } : {}),
    ...(update.visitor && !info.visitor ? { visitor: update.visitor } : {}),
    last_seq: Math.max(info.last_seq ?? 0, update.last_seq ?? 0),
  };
}

export function withHead(info: ConversationInfo, head: ConversationHead): ConversationInfo {
  return withReads(withUpdate(info, head), head.read ?? []);
}

/**
 * What a REST call answered, where frames may have come while it was under way: marks and the last message never go back.
 * A new epoch begins anew.
 */
export function withAnswer(
  known: ConversationInfo | undefined,
  answer: ConversationInfo,
): ConversationInfo {
  if (!known || (known.epoch && known.epoch !== answer.epoch)) return answer;
  const merged = withReads(answer, known.read ?? []);
  if ((known.last_message?.seq ?? 0) <= (answer.last_message?.seq ?? 0)) return merged;
  return {
    ...merged,
    last_seq: Math.max(known.last_seq ?? 0, answer.last_seq ?? 0),
    ...(known.last_message ? { last_message: known.last_message } : {}),
    ...(known.updated_at ? { updated_at: known.updated_at } : {}),
  };
}

/** A message that is older than the last one known changes nothing. */
export function withMessage(info: ConversationInfo, message: Message): ConversationInfo {
  if (message.hidden || message.seq < (info.last_message?.seq ?? 0)) return info;
  const lastSeq = Math.max(info.last_seq ?? 0, message.seq);
  if (message.message_type === 'event') return { ...info, last_seq: lastSeq };
  if (message.message_type === 'recall' || message.message_type === 'edit') {
    return { ...info, last_seq: lastSeq, ...withTarget(info, message) };
  }
  const { seq, author, message_type, text, sent_at } = message;
  return {
    ...info,
    last_seq: lastSeq,
    last_message: {
      seq,
      ...(author ? { author } : {}),
      ...(message_type ? { message_type } : {}),
      ...(text === undefined ? {} : { text }),
      ...(sent_at === undefined ? {} : { sent_at }),
      ...(message.private ? { private: true } : {}),
    },
    ...(sent_at === undefined ? {} : { updated_at: sent_at }),
  };
}

function withTarget(info: ConversationInfo, message: Message): Partial<ConversationInfo> {
  const last = info.last_message;
  if (!last || last.seq !== message.target_seq) return {};
  const text = message.message_type === 'edit' ? (message.text ?? '') : '';
  return { last_message: { ...last, text } };
}

/** Read marks only rise. */
export function withReads(
  info: ConversationInfo,
  reads: readonly ReadPosition[],
): ConversationInfo {
  if (reads.length === 0) return info;
  const read = [...(info.read ?? [])];
  for (const mark of reads) {
    const at = read.findIndex(({ by }) => by.kind === mark.by.kind && by.id === mark.by.id);
    if (at < 0) read.push(mark);
    else if ((mark.seq ?? 0) > (read[at]?.seq ?? 0)) read[at] = mark;
  }
  return { ...info, read };
}
