import type { Message, OutboxEntry, Party } from '@kefu/client';
import { epoch, timeOfDay } from './format/time.ts';
import { has, t } from './i18n/index.ts';
import type { LastMessage, Row } from './stores/row.ts';

/** Sentences that several places show. */

export function visitorName(row: Pick<Row, 'visitor' | 'visitorName' | 'id'>): string {
  return row.visitorName || t('visitor.anonymous', { id: (row.visitor || row.id).slice(-4) });
}

export function authorName(author: Party | undefined, visitor: string): string {
  switch (author?.kind) {
    case 'visitor':
      return author.name || visitor;
    case 'bot':
      return author.name || t('timeline.bot');
    case 'agent':
      return author.name || author.id;
    default:
      return t('timeline.system');
  }
}

/** What stands in the list for a message: its text, or a word for what it is. */
export function preview(last: LastMessage): string {
  switch (last.type) {
    case 'image':
      return `🖼 ${last.text}`.trim();
    case 'voice':
      return `🎤 ${last.text}`.trim();
    case 'file':
      return `📎 ${last.text}`.trim();
    case 'card':
      return `🗂 ${last.text}`.trim();
    default:
      return last.text;
  }
}

/** Who else says so means something else. */
const SYSTEM_ALONE = new Set([
  'assigned',
  'transferred',
  'closed',
  'reopened',
  'reminder',
  'out_of_hours',
  'leave_message',
]);

/** A system's or visitor's event in the agent's language; the server's own sentence for what is not known here. */
export function eventText(
  message: Message,
  self: Party,
  groupTitle: (name: string) => string,
): string {
  const { event } = message;
  const data = event?.data ?? {};
  const fromVisitor = message.author?.kind === 'visitor';
  if (message.author?.kind !== 'system' && SYSTEM_ALONE.has(event?.name ?? '')) {
    return message.text || t('event.other', { name: event?.name ?? '' });
  }
  switch (event?.name) {
    case 'assigned':
      return data.agent_id === self.id || (!data.agent_id && data.agent_name === self.name)
        ? t('event.assigned.you')
        : t('event.assigned', { name: data.agent_name ?? data.agent ?? '' });
    case 'transferred':
      return data.agent_name
        ? t('event.transferred.agent', { name: data.agent_name })
        : t('event.transferred.group', { name: groupTitle(data.group ?? '') });
    case 'closed': {
      const key = `event.closed.${data.by ?? 'agent'}`;
      return has(key) ? t(key) : t('event.closed.agent');
    }
    case 'reopened':
      return t('event.reopened');
    case 'reminder':
      return message.text || t('event.reminder');
    case 'out_of_hours': {
      const at = epoch(data.opens_at);
      return at ? t('event.out_of_hours.at', { time: timeOfDay(at) }) : t('event.out_of_hours');
    }
    case 'leave_message':
      return t('event.leave_message');
    case 'handover':
      if (fromVisitor) return t('event.handover.visitor');
      return data.reason
        ? t('event.handover.reason', { reason: reasonText(data.reason) })
        : t('event.handover');
    case 'feedback':
      return t(data.helpful === 'true' ? 'event.feedback.yes' : 'event.feedback.no');
    case 'contact':
      return t('event.contact');
    case 'close':
      return t('event.close');
    default:
      return message.text || t('event.other', { name: event?.name ?? '' });
  }
}

function reasonText(reason: string): string {
  const key = `miss.${reason}`;
  return has(key) ? t(key) : reason;
}

export function unsentCount(entries: readonly OutboxEntry[]): number {
  return entries.filter((entry) => entry.state === 'pending').length;
}
