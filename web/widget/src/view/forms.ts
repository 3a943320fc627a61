import { h, icon, show } from '../dom.ts';
import type { Item } from '../thread.ts';
import * as words from '../words.ts';
import type { Actions } from './actions.ts';

/** Asks how the visitor can be reached, outside office hours or when nobody is there. */
export function renderContact(
  item: Extract<Item, { kind: 'contact' }>,
  actions: Actions,
): HTMLElement {
  const lead = h('p', { class: 'lead' }, item.text);
  if (item.done) return h('div', { class: 'form', role: 'listitem' }, lead);
  const form = h(
    'form',
    { class: 'form' },
    lead,
    h('p', {}, words.contactHint),
    h('label', {}, words.name, h('input', { name: 'name', autocomplete: 'name', maxlength: 200 })),
    h('label', {}, words.contact, h('input', { name: 'contact', required: true, maxlength: 200 })),
    h('label', {}, words.note, h('textarea', { name: 'note', rows: 2, maxlength: 2000 })),
    h('button', { type: 'submit', class: 'primary' }, words.send),
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    const data: Record<string, string> = {};
    for (const [name, value] of new FormData(form)) data[name] = String(value).trim();
    actions.contact(item.conversationId, data);
  };
  return form;
}

/** One to five stars and a word, once the conversation has ended. */
export function renderRating(
  item: Extract<Item, { kind: 'rating' }>,
  actions: Actions,
): HTMLElement {
  let score = 0;
  const stars = [1, 2, 3, 4, 5].map((n) => {
    const input = h('input', { type: 'radio', name: item.key, class: 'sr' });
    input.onchange = () => {
      score = n;
      show(more, true);
      for (const [at, star] of stars.entries()) star.classList.toggle('on', at < n);
    };
    return h('label', {}, input, icon('star'), h('span', { class: 'sr' }, words.stars(n)));
  });
  const { comment } = words;
  const field = h('textarea', {
    rows: 2,
    maxlength: 1000,
    placeholder: comment,
    'aria-label': comment,
  });
  const submit = h('button', { type: 'submit', class: 'primary' }, words.send);
  const more = h('div', { class: 'more', hidden: true }, field, submit);
  const onsubmit = async (event: Event) => {
    event.preventDefault();
    submit.disabled = true;
    await actions.rate(item.conversationId, score, field.value.trim());
    submit.disabled = false;
  };
  return h(
    'form',
    { class: 'form rating', onsubmit },
    h('p', { class: 'lead' }, words.rate),
    h('div', { class: 'stars', role: 'radiogroup', 'aria-label': words.rate }, ...stars),
    more,
  );
}
