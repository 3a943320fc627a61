import { describe, expect, it } from 'vitest';
import { shallowRef } from 'vue';
import { type Scrolled, useFollowing } from '../src/components/following.ts';

/** A box 400 pixels high with so much in it, which tells of a scroll only when asked to, as a browser does. */
function box(scrollHeight: number) {
  const element = {
    scrollHeight,
    clientHeight: 400,
    scrollTop: 0,
    scrollTo({ top = 0 }: ScrollToOptions = {}) {
      element.scrollTop = Math.min(top, element.scrollHeight - element.clientHeight);
    },
  };
  const following = useFollowing(shallowRef(element as unknown as Scrolled));
  following.toEnd();
  following.placed();
  return { element, ...following };
}

describe('following the end of a thread', () => {
  it('goes on when more came after the page had scrolled and before the browser said so', () => {
    const { element, atEnd, toEnd, scrolled } = box(1_000);
    element.scrollHeight += 60;
    toEnd();
    element.scrollHeight += 500;
    scrolled();
    expect(atEnd.value).toBe(true);
  });

  it('ends when somebody scrolls up, and begins again at the end', () => {
    const { element, atEnd, scrolled } = box(1_000);
    element.scrollTop = 300;
    scrolled();
    expect(atEnd.value).toBe(false);
    element.scrollTop = 400;
    scrolled();
    expect(atEnd.value).toBe(false);
    element.scrollTop = 560;
    scrolled();
    expect(atEnd.value).toBe(true);
  });

  it('ends where the page itself put it, when that is not the end', () => {
    const { element, atEnd, scrolled, placed } = box(1_000);
    element.scrollHeight = 9_000;
    element.scrollTop = 4_000;
    placed();
    scrolled();
    expect(atEnd.value).toBe(false);
  });

  it('goes on when what stands in it shrinks', () => {
    const { element, atEnd, scrolled } = box(1_000);
    element.scrollHeight = 700;
    element.scrollTop = 300;
    scrolled();
    expect(atEnd.value).toBe(true);
  });

  it('goes on when it shrinks and grows before the browser tells of the scroll', () => {
    const { element, atEnd, toEnd, scrolled } = box(1_000);
    element.scrollHeight = 700;
    toEnd();
    element.scrollHeight = 900;
    scrolled();
    expect(atEnd.value).toBe(true);
  });

  it('goes on when it is pushed up by what shrank, though it is no longer near its end', () => {
    const { element, atEnd, scrolled } = box(1_000);
    element.scrollTop = 300;
    element.scrollHeight = 900;
    scrolled();
    expect(atEnd.value).toBe(true);
  });
});
