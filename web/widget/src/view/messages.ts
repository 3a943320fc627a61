import { h, icon, setText, show } from '../dom.ts';
import type { Item } from '../thread.ts';
import * as words from '../words.ts';
import type { Actions } from './actions.ts';
import { renderBubble } from './bubble.ts';
import { renderContact, renderRating } from './forms.ts';

/** This close to its end, the list follows new messages. */
const NEAR_PX = 80;

export type MessageList = ReturnType<typeof messageList>;

/** The scrolling list of what was said. Only what changed is made anew, so that forms and pictures stay. */
export function messageList(actions: Actions) {
  const rendered = new Map<string, { node: HTMLElement; signature: string }>();
  let following = true;
  let lastTop = 0;
  let lastHeight = 0;
  let loading = false;
  let hasOlder = false;

  const list = h('div', { class: 'list', role: 'list' });
  const older = h('div', { class: 'older', hidden: true }, words.older);
  const typingName = h('span', { class: 'sr' });
  const typing = h(
    'div',
    { class: 'row first last typing', hidden: true },
    h('div', { class: 'avatar' }),
    h('div', { class: 'bubble dots' }, h('i'), h('i'), h('i'), typingName),
  );
  const scroller = h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': words.log },
    older,
    list,
    typing,
  );
  const newer = h(
    'button',
    { class: 'newer', hidden: true, onclick: toEnd },
    words.newMessages,
    icon('down'),
  );
  scroller.addEventListener('scroll', scrolled, { passive: true });
  // Pictures grow when they arrive, and a keyboard takes room; the end stays in view.
  const resized = new ResizeObserver(() => following && toEnd());
  resized.observe(list);
  resized.observe(scroller);

  function toEnd(): void {
    following = true;
    scroller.scrollTop = scroller.scrollHeight;
    placed();
    show(newer, false);
  }

  function placed(): void {
    lastTop = scroller.scrollTop;
    lastHeight = scroller.scrollHeight;
  }

  function scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = scroller;
    // Only the visitor scrolls up; what grows below leaves the place as it was, and what shrinks may push it up.
    if (scrollTop < lastTop && scrollHeight >= lastHeight) following = false;
    placed();
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) {
      following = true;
      show(newer, false);
      actions.seen();
    }
    if (scrollTop < 60) void loadOlder();
  }

  async function loadOlder(): Promise<void> {
    if (!hasOlder || loading) return;
    loading = true;
    show(older, true);
    await actions.older();
    show(older, false);
    loading = false;
  }

  function nodeFor(item: Item): HTMLElement {
    const signature = JSON.stringify(item);
    const known = rendered.get(item.key);
    if (known?.signature === signature) return known.node;
    const node = render(item, actions);
    // Only what is new moves in; what changed stays where it is.
    if (known) node.classList.add('still');
    known?.node.replaceWith(node);
    rendered.set(item.key, { node, signature });
    return node;
  }

  function place(items: readonly Item[]): void {
    const keep = new Set<string>();
    let before: ChildNode | null = list.firstChild;
    for (const item of items) {
      keep.add(item.key);
      const held = rendered.get(item.key)?.node === before;
      const node = nodeFor(item);
      if (held) before = node.nextSibling;
      else list.insertBefore(node, before);
    }
    for (const [key, { node }] of rendered) {
      if (keep.has(key)) continue;
      node.remove();
      rendered.delete(key);
    }
  }

  return {
    element: h('div', { class: 'messages' }, scroller, newer),
    toEnd,

    /** Whether the end is in view. */
    atEnd: () => following,

    update(items: readonly Item[], more: boolean, someoneTypes: string | undefined): void {
      hasOlder = more;
      const fromEnd = scroller.scrollHeight - scroller.scrollTop;
      const firstBefore = list.firstChild;
      const lastKey = list.lastChild;
      const countBefore = rendered.size;
      place(items);
      show(typing, someoneTypes !== undefined);
      setText(typingName, someoneTypes ?? '');
      if (following) toEnd();
      // What does not fill the window cannot be scrolled.
      if (scroller.clientHeight && scroller.scrollHeight <= scroller.clientHeight) void loadOlder();
      else if (following) return;
      else if (firstBefore !== list.firstChild)
        scroller.scrollTop = scroller.scrollHeight - fromEnd;
      else if (lastKey !== list.lastChild && rendered.size > countBefore) show(newer, true);
    },
  };
}

function render(item: Item, actions: Actions): HTMLElement {
  switch (item.kind) {
    case 'bubble':
      return renderBubble(item, actions);
    case 'contact':
      return renderContact(item, actions);
    case 'rating':
      return renderRating(item, actions);
    default:
      return h('div', { class: item.kind, role: 'listitem' }, h('span', {}, item.text));
  }
}
