import { h, icon, setText, show } from '../dom.ts';
import * as words from '../words.ts';

/** The round button in the corner, with the number of unread messages. */
export function launcher(toggle: () => void) {
  const badge = h('span', { class: 'badge', 'aria-hidden': 'true' });
  const element = h(
    'button',
    { class: 'launcher', 'aria-haspopup': 'dialog', onclick: toggle },
    icon('chat'),
    icon('down'),
    badge,
  );
  return {
    element,
    update(isOpen: boolean, unread: number): void {
      const closed = unread ? words.openUnread(unread) : words.open;
      element.setAttribute('aria-label', isOpen ? words.close : closed);
      element.setAttribute('aria-expanded', String(isOpen));
      element.classList.toggle('on', isOpen);
      setText(badge, unread > 99 ? '99+' : String(unread));
      show(badge, unread > 0 && !isOpen);
    },
  };
}
