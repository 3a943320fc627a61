import { h, load, toolButton } from '../dom.ts';
import * as words from '../words.ts';

/** A picture at full size, over everything, until Escape or a click. */
export function lightbox(
  parent: ShadowRoot,
  source: Promise<string>,
  alt: string,
  from: HTMLElement,
): void {
  const image = h('img', { alt });
  const close = () => {
    overlay.remove();
    from.focus();
  };
  const button = toolButton('close', words.close, close);
  const overlay = h(
    'div',
    { class: 'lightbox', role: 'dialog', 'aria-modal': 'true', 'aria-label': alt },
    image,
    button,
  );
  overlay.onclick = close;
  overlay.onkeydown = (event) => {
    if (event.key === 'Tab') event.preventDefault();
    if (event.key === 'Escape') close();
  };
  load(image, source, close);
  parent.append(overlay);
  button.focus();
}
