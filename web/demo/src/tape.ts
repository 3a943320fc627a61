import type { Ack, ClientFrames, ServerFrames, TraceEvent } from '@kefu/client';
import { type Language, word } from './words.ts';

const LONGEST = 200;

/** What is said of one event; nothing of those that only the figures tell. */
export interface Chip {
  style: 'out' | 'in' | 'good' | 'bad';
  title: string;
  detail: string;
}

/** One line for each frame, with what matters of it. */
export function chipOf(event: TraceEvent, language: Language): Chip | undefined {
  switch (event.kind) {
    case 'out':
      return { style: 'out', title: event.frame, detail: outDetail(event.frame, event.body) };
    case 'in':
      return {
        style: 'in',
        title: event.frame,
        detail: inDetail(event.frame, event.body, language),
      };
    case 'state':
      if (event.state === 'waiting') {
        return { style: 'bad', title: word('waiting', language), detail: event.detail ?? '' };
      }
      return undefined;
    default:
      return undefined;
  }
}

function outDetail(frame: string, body: unknown): string {
  if (frame === 'send') {
    const { message_type, text, event, file } = body as ClientFrames['send'];
    return short(text || event?.name || file?.name || message_type);
  }
  if (frame === 'hello') {
    const { resume = [] } = body as ClientFrames['hello'];
    return resume.map(({ last_seq }) => `resume after ${last_seq}`).join(', ');
  }
  return frame === 'read' ? `≤ ${(body as ClientFrames['read']).seq}` : '';
}

function inDetail(frame: string, body: unknown, language: Language): string {
  if (frame === 'ack') {
    const { seq, duplicate } = body as Ack;
    return `seq ${seq}${duplicate ? ` · ${word('dedupe', language)}` : ''}`;
  }
  if (frame === 'message') {
    const { seq, author, text, event } = body as ServerFrames['message'];
    return `seq ${seq} · ${author?.kind ?? ''} ${short(text || event?.name || '')}`;
  }
  if (frame === 'conversation') {
    const { state, queue_position } = body as ServerFrames['conversation'];
    return `${state ?? ''}${queue_position ? ` ${queue_position}` : ''}`;
  }
  if (frame === 'read') return `≤ ${(body as ServerFrames['read']).seq ?? 0}`;
  if (frame === 'delivery') return `${(body as ServerFrames['delivery']).state}`;
  if (frame === 'error') return (body as ServerFrames['error']).code;
  return '';
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The strip of chips: the newest on the right, in view unless one scrolled back. */
export class Tape {
  constructor(private readonly list: HTMLElement) {}

  add(chip: Chip): void {
    const { list } = this;
    const following = list.scrollWidth - list.scrollLeft - list.clientWidth < 80;
    const item = document.createElement('li');
    item.className = chip.style;
    const title = document.createElement('b');
    title.textContent = chip.title;
    const detail = document.createElement('span');
    detail.textContent = chip.detail;
    const time = document.createElement('time');
    time.textContent = new Date().toLocaleTimeString('en-GB');
    item.append(title, detail, time);
    list.append(item);
    while (list.childElementCount > LONGEST) list.firstElementChild?.remove();
    if (following) list.scrollLeft = list.scrollWidth;
  }
}
