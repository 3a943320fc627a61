import { h, icon, show, toolButton } from '../dom.ts';
import { sizeOf } from '../format.ts';
import * as words from '../words.ts';
import { emojiGrid } from './emoji.ts';

/** Code points in one message. */
const LONGEST = 8_000;
const MOST_FILES = 10;

export interface ComposerEvents {
  /** Whether it was taken: only then the field is emptied. */
  submit(text: string, files: File[], replyTo: number | undefined): Promise<boolean>;
  typing(): void;
  draft(text: string): void;
  warn(text: string): void;
  askForPerson(): void;
  maxFileBytes(): number;
}

export type Composer = ReturnType<typeof composer>;

/** Where the visitor writes; `draft` is what an earlier page left. */
export function composer(events: ComposerEvents, draft: string) {
  let files: File[] = [];
  let replyTo: number | undefined;
  let busy = false;
  /** Between compositionstart and -end the Enter key belongs to the input method. */
  let composing = false;

  const input = h('textarea', {
    rows: 1,
    placeholder: words.write,
    'aria-label': words.write,
    enterkeyhint: 'send',
  });
  const tray = h('div', { class: 'tray' });
  const quoteRow = h('div', { class: 'replying', hidden: true });
  const emoji = emojiGrid((picked) => {
    input.setRangeText(picked, input.selectionStart, input.selectionEnd, 'end');
    changed();
  });
  const emojiButton = toolButton('smile', words.emoji, toggleEmoji);
  const picker = h('input', { type: 'file', multiple: true, hidden: true });
  const send = h(
    'button',
    { type: 'submit', class: 'send', 'aria-label': words.send },
    icon('send'),
  );
  const person = h(
    'button',
    { class: 'person', hidden: true, onclick: () => events.askForPerson() },
    icon('person'),
    words.person,
  );
  const element = h(
    'form',
    { class: 'composer', onsubmit: submit },
    person,
    emoji,
    quoteRow,
    tray,
    h(
      'div',
      { class: 'field' },
      input,
      h(
        'div',
        { class: 'bar' },
        emojiButton,
        toolButton('clip', words.attach, () => picker.click()),
        picker,
        send,
      ),
    ),
  );

  picker.onchange = () => {
    addFiles([...(picker.files ?? [])]);
    picker.value = '';
  };
  input.addEventListener('compositionstart', () => {
    composing = true;
  });
  input.addEventListener('compositionend', () => {
    // Safari sends the key of the choice after the end: it must not count as Enter either.
    setTimeout(() => {
      composing = false;
    });
  });
  input.onkeydown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey) return;
    if (!event.isComposing && !composing && event.keyCode !== 229) void submit(event);
  };
  input.oninput = () => {
    changed();
    if (input.value.trim()) events.typing();
  };
  input.onpaste = (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0) return;
    event.preventDefault();
    addFiles(pasted);
  };

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const written = input.value;
    const text = written.trim();
    if (busy || (!text && files.length === 0)) return;
    if ([...text].length > LONGEST) {
      events.warn(words.tooLong);
      return;
    }
    busy = true;
    const sent = files;
    const taken = await events.submit(text, sent, replyTo);
    busy = false;
    if (!taken) return;
    // What was typed meanwhile stays.
    if (input.value.startsWith(written)) input.value = input.value.slice(written.length);
    files = files.filter((file) => !sent.includes(file));
    unquote();
    drawTray();
    input.focus();
  }

  function addFiles(more: File[]): void {
    const limit = events.maxFileBytes();
    for (const file of more) {
      if (file.size > limit) events.warn(words.tooLarge(file.name, sizeOf(limit)));
      else if (files.length < MOST_FILES) files = [...files, file];
    }
    drawTray();
    input.focus();
  }

  function unquote(): void {
    replyTo = undefined;
    show(quoteRow, false);
  }

  function drawTray(): void {
    for (const image of tray.querySelectorAll('img')) URL.revokeObjectURL(image.src);
    tray.replaceChildren(...files.map(attached));
    changed();
  }

  function attached(file: File): HTMLElement {
    return h(
      'div',
      { class: 'attached' },
      /^image/.test(file.type)
        ? h('img', { src: URL.createObjectURL(file), alt: '' })
        : icon('file'),
      h('span', {}, file.name),
      toolButton('close', `${words.discard} ${file.name}`, () => {
        files = files.filter((other) => other !== file);
        drawTray();
      }),
    );
  }

  function toggleEmoji(): void {
    const opens = Boolean(emoji.hidden);
    show(emoji, opens);
    emojiButton.setAttribute('aria-expanded', String(opens));
    ((opens ? emoji.firstChild : input) as HTMLElement).focus();
  }

  function changed(): void {
    events.draft(input.value);
    send.classList.toggle('idle', !input.value.trim() && files.length === 0);
    fit();
  }

  /** As high as what is written, up to a few lines. */
  function fit(): void {
    input.style.height = 'auto';
    if (input.scrollHeight) input.style.height = `${input.scrollHeight}px`;
  }

  input.value = draft;
  changed();

  return {
    element,
    input,
    addFiles,
    fit,

    update(fresh: boolean, canAskForPerson: boolean): void {
      input.placeholder = fresh ? words.writeNew : words.write;
      show(person, canAskForPerson);
    },

    quote(seq: number, author: string, text: string): void {
      replyTo = seq;
      quoteRow.replaceChildren(
        icon('reply'),
        h('span', {}, h('b', {}, `${words.reply} ${author}`), h('small', {}, text)),
        toolButton('close', words.cancel, unquote),
      );
      show(quoteRow, true);
      input.focus();
    },

    /** Whether a pop-up was open and is closed now. */
    dismiss(): boolean {
      const something = !emoji.hidden || replyTo !== undefined;
      if (!emoji.hidden) toggleEmoji();
      else unquote();
      return something;
    },
  };
}
