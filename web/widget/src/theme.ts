import type { WidgetConfig } from '@kefu/client';
import css from './style.css?inline';

/** Styles of the shadow root; by a constructed sheet where possible, since many pages forbid style elements. */
export function addStyles(root: ShadowRoot): void {
  if ('adoptedStyleSheets' in root) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = document.createElement('style');
  style.textContent = css;
  (root as ShadowRoot).append(style);
}

/** Takes the channel's colour and corner; anything that is no `#rrggbb` is left out. */
export function applyTheme(host: HTMLElement, theme: WidgetConfig['theme']): void {
  const color = theme?.color ?? '';
  if (/^#[0-9a-f]{6}$/i.test(color)) {
    host.style.setProperty('--accent', color);
    host.style.setProperty('--on-accent', brightness(color) > 160 ? '#111' : '#fff');
  }
  host.classList.toggle('left', theme?.position === 'left');
}

/** Brightness as the eye weighs the colours (ITU-R BT.601), 0 to 255. */
function brightness(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b;
}
