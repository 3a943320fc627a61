import { expect, it } from 'vitest';
import { composing, sends } from '../src/stores/ime.ts';

const enter = {
  key: 'Enter',
  keyCode: 13,
  isComposing: false,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  repeat: false,
};

it('Enter alone sends', () => {
  expect(sends(enter)).toBe(true);
});

it('Enter while an input method composes never sends', () => {
  expect(sends({ ...enter, isComposing: true })).toBe(false);
  // Safari ends the composition before it tells of the key.
  expect(sends({ ...enter, keyCode: 229 })).toBe(false);
  expect(composing({ ...enter, key: 'Process', keyCode: 229 })).toBe(true);
});

it('Enter with a modifier or held down never sends', () => {
  for (const held of ['shiftKey', 'altKey', 'ctrlKey', 'metaKey', 'repeat']) {
    expect(sends({ ...enter, [held]: true }), held).toBe(false);
  }
});

it('no other key sends', () => {
  expect(sends({ ...enter, key: 'a', keyCode: 65 })).toBe(false);
});
