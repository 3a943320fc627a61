import { h, icon, load, toolButton } from '../dom.ts';
import { sizeOf } from '../format.ts';
import { linkify, webAddress } from '../linkify.ts';
import type { Bubble, Status } from '../thread.ts';
import * as words from '../words.ts';
import type { Actions } from './actions.ts';

const LABELS: Record<Status, string> = {
  pending: words.pending,
  failed: words.failed,
  sent: words.sent,
  delivered: words.delivered,
  read: words.read,
};

/** One message with its quote, its status and what can be done with it. */
export function renderBubble(bubble: Bubble, actions: Actions): HTMLElement {
  const mine = bubble.mine ? ' mine' : '';
  const run = `${bubble.first ? ' first' : ''}${bubble.last ? ' last' : ''}`;
  const marker = bubble.status ? ` is-${bubble.status}` : '';
  return h(
    'div',
    { class: `row${mine}${run}${marker}`, role: 'listitem' },
    !bubble.mine && avatar(bubble),
    h(
      'div',
      { class: 'stack' },
      bubble.first && !bubble.mine && h('div', { class: 'who' }, bubble.author),
      h(
        'div',
        { class: 'line' },
        h(
          'div',
          { class: `bubble ${bubble.body.message_type ?? 'text'}` },
          bubble.mine && h('span', { class: 'sr' }, `${words.you}: `),
          bubble.quote && quote(bubble.quote),
          content(bubble, actions),
        ),
        tools(bubble, actions),
      ),
      bubble.helpful && helpful(bubble, actions),
      footer(bubble, actions),
    ),
  );
}

function avatar(bubble: Bubble): HTMLElement {
  const person = bubble.authorKind === 'agent';
  const face = person ? initial(bubble.author) : icon('bot');
  return h('div', { class: `avatar ${bubble.authorKind}`, 'aria-hidden': 'true' }, face);
}

/** The first letter of a name, whole even where it is a surrogate pair. */
export function initial(name: string): string {
  return ([...name.trim()][0] ?? '?').toUpperCase();
}

function quote({ author, text }: { author: string; text: string }): HTMLElement {
  return h('div', { class: 'quote' }, h('b', {}, author), h('span', {}, text));
}

function content(bubble: Bubble, actions: Actions): HTMLElement {
  const { body } = bubble;
  switch (body.message_type ?? 'text') {
    case 'text':
      return richText(body.text ?? '');
    case 'image':
      return picture(bubble, actions);
    case 'file':
    case 'voice':
      return fileLink(bubble, actions);
    case 'card':
      return card(bubble, actions);
    default:
      return richText(body.text || words.unsupported);
  }
}

export function richText(text: string): HTMLElement {
  const parts = linkify(text).map((part) =>
    part.href
      ? h(
          'a',
          { href: part.href, target: '_blank', rel: 'noopener noreferrer nofollow' },
          part.text,
        )
      : part.text,
  );
  return h('span', { class: 'text' }, ...parts);
}

function picture(bubble: Bubble, actions: Actions): HTMLElement {
  const { file, blob } = bubble.body;
  const name = file?.name || words.picture;
  const image = h('img', { alt: name });
  if (file?.width && file.height) {
    image.width = file.width;
    image.height = file.height;
  }
  const button = h(
    'button',
    {
      class: 'picture',
      onclick: () => actions.view(actions.media.address(blob ?? file?.file_id ?? ''), name, button),
    },
    image,
  );
  const small = file?.thumbnail_file_id || file?.file_id;
  load(image, actions.media.address(blob ?? small ?? ''), () => {
    button.replaceChildren(h('span', { class: 'gone' }, words.pictureGone));
    button.disabled = true;
  });
  return button;
}

function fileLink(bubble: Bubble, actions: Actions): HTMLElement {
  const { file } = bubble.body;
  const name = file?.name || words.file;
  return h(
    'button',
    {
      class: 'file',
      onclick: () => file?.file_id && actions.download(file.file_id, name),
    },
    icon('file'),
    h(
      'span',
      {},
      h('b', {}, name),
      h('small', {}, file?.size === undefined ? '' : sizeOf(file.size)),
    ),
  );
}

function card(bubble: Bubble, actions: Actions): HTMLElement {
  const { title, text, image_file_id, buttons = [] } = bubble.body.card ?? {};
  const image = h('img', { alt: '', hidden: !image_file_id });
  if (image_file_id) load(image, actions.media.address(image_file_id));
  return h(
    'div',
    { class: 'card' },
    image,
    title && h('b', {}, title),
    text && richText(text),
    ...buttons.slice(0, 10).map((button) => {
      const href = webAddress(button.url);
      const label = button.label || button.id;
      if (href) {
        const rel = 'noopener noreferrer nofollow';
        return h('a', { class: 'choice', href, target: '_blank', rel }, label);
      }
      const onclick = () => actions.press(bubble, button.id, label);
      return h('button', { class: 'choice', onclick }, label);
    }),
  );
}

function tools(bubble: Bubble, actions: Actions): HTMLElement | false {
  if (!bubble.canReply && !bubble.canRecall) return false;
  return h(
    'div',
    { class: 'tools' },
    bubble.canReply && toolButton('reply', words.reply, () => actions.reply(bubble)),
    bubble.canRecall && toolButton('bin', words.recall, () => actions.recall(bubble)),
  );
}

function helpful(bubble: Bubble, actions: Actions): HTMLElement {
  if (bubble.helpful !== 'ask') {
    return h('div', { class: 'helpful said' }, words.thanks);
  }
  const up = () => actions.helpful(bubble, true);
  const down = () => actions.helpful(bubble, false);
  return h(
    'div',
    { class: 'helpful' },
    toolButton('thumb', words.helpful, up),
    toolButton('thumb', words.notHelpful, down, 'tool down'),
  );
}

function footer(bubble: Bubble, actions: Actions): HTMLElement | false {
  if (bubble.status === 'failed') {
    const id = bubble.key;
    const queued = bubble.seq === undefined;
    return h(
      'div',
      { class: 'meta' },
      icon('alert'),
      h('span', {}, bubble.problem ?? words.failed),
      queued && h('button', { onclick: () => actions.retry(id) }, words.retry),
      queued && h('button', { onclick: () => actions.discard(id) }, words.discard),
    );
  }
  const waits = bubble.status === 'pending';
  if (!bubble.last && !waits && !bubble.body.edited) return false;
  return h(
    'div',
    { class: 'meta' },
    bubble.body.edited && h('span', {}, `${words.edited} ·`),
    h('time', {}, bubble.time),
    bubble.status && status(bubble.status),
  );
}

function status(value: Status): HTMLElement {
  const name = value === 'pending' ? 'clock' : value === 'sent' ? 'check' : 'checks';
  const label = LABELS[value];
  return h(
    'span',
    { class: 'status', title: label },
    icon(name),
    h('span', { class: 'sr' }, label),
  );
}
