import type { Message } from './frames.ts';

/** The most messages that are kept at the end of a window; what is older is read again when asked for. */
const KEEP = 3_000;

/**
 * A window of one conversation with no gap in it: each `seq` from `first` to `last` once. Messages that come ahead of a
 * gap are kept aside until what lies between has been fetched. Recalls and edits act on their target; like hidden
 * messages they hold their place and are not shown.
 */
export class Timeline {
  readonly #bySeq = new Map<number, Message>();
  #from = 1;
  #to = 0;
  #view: Message[] | undefined;

  constructor(public epoch = '') {}

  get first(): number {
    return this.#from;
  }

  /** 0 while empty. */
  get last(): number {
    return this.#to;
  }

  get empty(): boolean {
    return this.#to < this.#from;
  }

  get hasOlder(): boolean {
    return !this.empty && this.#from > 1;
  }

  /** Whether messages wait behind a gap. */
  get gap(): boolean {
    return this.#bySeq.size > Math.max(0, this.#to - this.#from + 1);
  }

  get(seq: number): Message | undefined {
    return seq >= this.#from && seq <= this.#to ? this.#bySeq.get(seq) : undefined;
  }

  /** What is to be shown, in order. The same array until something changes. */
  get messages(): readonly Message[] {
    if (!this.#view) {
      this.#view = [];
      for (let seq = this.#from; seq <= this.#to; seq++) {
        const message = this.#bySeq.get(seq);
        if (message && isShown(message)) this.#view.push(message);
      }
    }
    return this.#view;
  }

  /** Whether the message is new here. A second one of the same `seq` changes nothing. */
  add(message: Message): boolean {
    if (message.epoch && message.epoch !== this.epoch) this.clear(message.epoch);
    if (!(message.seq > 0) || this.#bySeq.has(message.seq)) return false;
    this.#put(message);
    this.#extend();
    this.#trim();
    return true;
  }

  /**
   * Takes a page of history, ascending. Its form of a message wins, since it knows recalls and edits. A page that lies
   * beyond a gap replaces the window when it is the newest one.
   */
  addPage(page: readonly Message[], newest = false): Message[] {
    const head = page[0];
    if (!head) return [];
    if (head.epoch && head.epoch !== this.epoch) this.clear(head.epoch);
    if (newest && !this.empty && head.seq > this.#to + 1) this.#startAt(head.seq);
    const added = page.filter((message) => !this.#bySeq.has(message.seq));
    for (const message of page) this.#put(message);
    this.#extend();
    return added;
  }

  clear(epoch: string): void {
    this.#bySeq.clear();
    this.epoch = epoch;
    this.#from = 1;
    this.#to = 0;
    this.#view = undefined;
  }

  #startAt(seq: number): void {
    for (const known of [...this.#bySeq.keys()]) if (known < seq) this.#bySeq.delete(known);
    this.#from = seq;
    this.#to = seq - 1;
  }

  #put(message: Message): void {
    this.#view = undefined;
    if (this.empty && this.#bySeq.size === 0) {
      this.#from = message.seq;
      this.#to = message.seq - 1;
    }
    this.#bySeq.set(message.seq, message);
    const target =
      message.target_seq === undefined ? undefined : this.#bySeq.get(message.target_seq);
    if (target && message.message_type === 'recall') {
      const { text, file, card, event, ...rest } = target;
      this.#bySeq.set(target.seq, { ...rest, recalled: true });
    } else if (target && message.message_type === 'edit' && !target.recalled) {
      this.#bySeq.set(target.seq, { ...target, text: message.text ?? '', edited: true });
    }
  }

  #extend(): void {
    while (this.#bySeq.has(this.#to + 1)) this.#to++;
    while (this.#bySeq.has(this.#from - 1)) this.#from--;
  }

  #trim(): void {
    if (this.#to - this.#from < KEEP * 1.2) return;
    const start = this.#to - KEEP;
    for (let seq = this.#from; seq < start; seq++) this.#bySeq.delete(seq);
    this.#from = start;
  }
}

function isShown(message: Message): boolean {
  return !message.hidden && message.message_type !== 'recall' && message.message_type !== 'edit';
}
