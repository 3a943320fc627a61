import { h, icon, setText, show, toolButton } from '../dom.ts';
import * as words from '../words.ts';
import { initial } from './bubble.ts';
import type { Composer } from './composer.ts';
import type { MessageList } from './messages.ts';

export interface PanelState {
  title: string;
  subtitle: string;
  agent: string | undefined;
  online: boolean;
  /** Empty: nothing to say. */
  banner: string;
  canEnd: boolean;
}

export type Panel = ReturnType<typeof panel>;

/** The window: header, what was said, and where to write. Focus stays in it while it is open. */
export function panel(
  list: MessageList,
  composer: Composer,
  onClose: () => void,
  onEnd: () => void,
) {
  const face = h('div', { class: 'face', 'aria-hidden': 'true' });
  const title = h('h2', { id: 'kf-title' });
  const subtitle = h('p', { role: 'status' });
  const bannerText = h('span');
  const banner = h('div', { class: 'banner', role: 'status' }, icon('clock'), bannerText);
  const toast = h('div', { class: 'toast', role: 'alert', hidden: true });
  const announcer = h('div', { class: 'sr', 'aria-live': 'polite' });
  const dropZone = h('div', { class: 'drop', hidden: true }, icon('clip'), words.drop);
  const end = h('button', { role: 'menuitem' }, words.end);
  const menu = h('div', { class: 'menu', role: 'menu', hidden: true }, end);
  const menuButton = toolButton('more', words.menu, toggleMenu);
  menuButton.setAttribute('aria-haspopup', 'menu');
  const element = h(
    'section',
    {
      class: 'panel',
      role: 'dialog',
      'aria-modal': 'true',
      'aria-labelledby': 'kf-title',
      hidden: true,
      onkeydown: keyed,
    },
    h(
      'header',
      {},
      face,
      h('div', { class: 'names' }, title, subtitle),
      menuButton,
      toolButton('close', words.close, onClose),
      menu,
    ),
    banner,
    list.element,
    toast,
    composer.element,
    dropZone,
    announcer,
  );
  let shownFace: string | undefined;
  let toastTimer: ReturnType<typeof setTimeout>;

  end.onclick = () => {
    toggleMenu();
    onEnd();
  };
  acceptDrops();

  function toggleMenu(): void {
    const opens = Boolean(menu.hidden);
    show(menu, opens);
    menuButton.setAttribute('aria-expanded', String(opens));
    (opens ? end : menuButton).focus();
  }

  function keyed(event: KeyboardEvent): void {
    if (event.key === 'Tab') trap(event);
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    if (!menu.hidden) toggleMenu();
    else if (!composer.dismiss()) onClose();
  }

  function trap(event: KeyboardEvent): void {
    const reachable = [
      ...element.querySelectorAll<HTMLElement>('button,input,textarea,a,[tabindex="0"]'),
    ].filter((it) => it.tabIndex >= 0 && it.getClientRects().length > 0);
    const ends = [reachable[0], reachable.at(-1)];
    if (event.shiftKey) ends.reverse();
    if ((element.getRootNode() as ShadowRoot).activeElement !== ends[1]) return;
    event.preventDefault();
    ends[0]?.focus();
  }

  function acceptDrops(): void {
    const over = (event: DragEvent, visible: boolean) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      show(dropZone, visible);
    };
    element.ondragover = (event) => over(event, true);
    element.ondragleave = (event) => {
      if (!element.contains(event.relatedTarget as Node | null)) over(event, false);
    };
    element.ondrop = (event) => {
      over(event, false);
      composer.addFiles([...(event.dataTransfer?.files ?? [])]);
    };
  }

  return {
    element,

    update(state: PanelState): void {
      setText(title, state.title);
      setText(subtitle, state.subtitle);
      element.classList.toggle('online', state.online);
      const letter = state.agent && initial(state.agent);
      if (letter !== shownFace || !face.firstChild) face.replaceChildren(letter || icon('chat'));
      shownFace = letter;
      show(menuButton, state.canEnd);
      if (!state.canEnd) show(menu, false);
      const { banner: text } = state;
      setText(bannerText, text);
      show(banner, text !== '');
    },

    open(): void {
      show(element, true);
      list.toEnd();
      composer.input.focus({ preventScroll: true });
    },

    close(): void {
      show(element, false);
      show(menu, false);
    },

    /** A passing note above the composer. */
    warn(text: string): void {
      clearTimeout(toastTimer);
      toast.textContent = text;
      show(toast, true);
      toastTimer = setTimeout(() => show(toast, false), 5_000);
    },

    /** Tells those who listen instead of looking. */
    announce(text: string): void {
      announcer.textContent = text;
    },
  };
}
