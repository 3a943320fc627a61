type Child = Node | string | false | undefined;
type Value = string | number | boolean | undefined | ((event: never) => void);

/**
 * Makes an element. Strings become text nodes and attributes are set by name: nothing that anyone wrote is ever parsed
 * as HTML. A property that begins with `on` is a listener.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  // A button that says nothing else submits no form.
  if (tag === 'button') element.setAttribute('type', 'button');
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function')
      element.addEventListener(name.slice(2), value as EventListener);
    else if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) {
    if (child) element.append(child);
  }
  return element;
}

/** Shows or hides, without losing what the element holds. */
export function show(element: HTMLElement, visible: boolean): void {
  element.hidden = !visible;
}

/** Sets the text only when it differs, so that screen readers are not disturbed. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

const SVG = 'http://www.w3.org/2000/svg';

const CIRCLE = 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z';

/** Line icons on a grid of 24. */
const PATHS = {
  chat: 'M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2Z',
  down: 'm6 9 6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  send: 'M12 19V5M5 12l7-7 7 7',
  clip: 'm20 11-8 8a5 5 0 0 1-7-7l8-8a3 3 0 0 1 5 5l-8 8a1 1 0 0 1-3-3l7-7',
  smile: `${CIRCLE}M8 14s1 2 4 2 4-2 4-2M9 9h.01M15 9h.01`,
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 20a8 6 0 0 1 16 0',
  bot: 'M12 8V4M6 8h12a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2ZM9 12v2M15 12v2',
  thumb: 'M7 11v9H4v-9ZM7 11l4-8a2 2 0 0 1 2 3l-1 4h6a2 2 0 0 1 2 2l-1 6a2 2 0 0 1-2 2H7',
  reply: 'M9 6l-5 5 5 5M4 11h10a6 6 0 0 1 6 6v2',
  bin: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13',
  check: 'm5 12 5 5L19 7',
  checks: 'm2 12 5 5 9-10M12 16l1 1 9-10',
  clock: `${CIRCLE}M12 7v5l3 2`,
  alert: `${CIRCLE}M12 8v5M12 16h.01`,
  file: 'M6 3h8l5 5v13H6ZM14 3v5h5',
  star: 'm12 3 3 6 6 1-4.5 4 1 6.5L12 17l-5.5 3.5 1-6.5L3 10l6-1Z',
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `i i-${name}`);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button that is an icon; the label is for those who listen and for the pointer that rests. */
export function toolButton(name: IconName, title: string, onclick: () => void, style = 'tool') {
  return h('button', { class: style, title, 'aria-label': title, onclick }, icon(name));
}

/** Shows the picture once its address is known. */
export function load(image: HTMLImageElement, address: Promise<string>, fail?: () => void): void {
  address.then(
    (it) => {
      image.src = it;
    },
    () => (fail ?? (() => image.remove()))(),
  );
}
