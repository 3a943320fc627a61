import { h } from '../dom.ts';

const EMOJI = [
  ...'😀😄😁😂😊😇🙂😉😍😘😋😎🤔🤗🤭😐😏🙄😴😌😔😢😭😡😱😳🥺😷🙏👍👎👌👏💪🤝👋👀💔💯🔥✨🎉🎁🌹🍵🐱🌞⭐',
];
const COLUMNS = 8;

/** A small grid; arrow keys walk in it. */
export function emojiGrid(pick: (emoji: string) => void): HTMLElement {
  const buttons = EMOJI.map((emoji) => h('button', { onclick: () => pick(emoji) }, emoji));
  const onkeydown = (event: KeyboardEvent) => {
    const keys = ['ArrowUp', 'ArrowLeft', 'ArrowRight', 'ArrowDown'];
    const step = [-COLUMNS, -1, 1, COLUMNS][keys.indexOf(event.key)];
    if (!step) return;
    event.preventDefault();
    buttons[buttons.indexOf(event.target as HTMLButtonElement) + step]?.focus();
  };
  return h('div', { class: 'emoji', hidden: true, onkeydown }, ...buttons);
}
