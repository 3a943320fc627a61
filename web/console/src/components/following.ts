import { type Ref, ref } from 'vue';

/** This close to its end, a thread follows what comes. */
const NEAR_PX = 90;

/** As much of a scrolled element as following its end needs. */
export type Scrolled = Pick<
  HTMLElement,
  'scrollTop' | 'scrollHeight' | 'clientHeight' | 'scrollTo'
>;

/**
 * Whether the end of a scrolled box is in sight, and stays so. Only who scrolls up leaves the end. The browser tells of
 * a scroll later than it happens: meanwhile what stands in the box may have shrunk, which pushes it up, or grown.
 */
export function useFollowing(box: Readonly<Ref<Scrolled | null>>) {
  const atEnd = ref(true);
  let lastTop = 0;
  let lastHeight = 0;

  function note(element: Scrolled): void {
    lastTop = element.scrollTop;
    lastHeight = element.scrollHeight;
  }

  function near({ scrollHeight, scrollTop, clientHeight }: Scrolled): boolean {
    return scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }

  return {
    atEnd,

    toEnd(smooth = false): void {
      const element = box.value;
      if (!element) return;
      element.scrollTo({ top: element.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
      note(element);
    },

    /** The browser says that the box was scrolled. */
    scrolled(): void {
      const element = box.value;
      if (!element) return;
      if (near(element)) atEnd.value = true;
      else if (element.scrollTop < lastTop && element.scrollHeight >= lastHeight)
        atEnd.value = false;
      note(element);
    },

    /** It was put somewhere by the page itself: follows from there only when that is the end. */
    placed(): void {
      const element = box.value;
      if (!element) return;
      atEnd.value = near(element);
      note(element);
    },
  };
}
