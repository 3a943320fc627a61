import { beforeEach, describe, expect, it, vi } from 'vitest';
import { h, nextTick, ref } from 'vue';
import ContextPane from '../src/components/ContextPane.vue';
import EventLine from '../src/components/EventLine.vue';
import MessageBubble from '../src/components/MessageBubble.vue';
import ReplyBox from '../src/components/ReplyBox.vue';
import VirtualList from '../src/components/VirtualList.vue';
import { setLocale } from '../src/i18n/index.ts';
import { EMPTY_TAIL, rowOf } from '../src/stores/row.ts';
import type { Bubble } from '../src/stores/thread.ts';
import { info, ME, message, OTHER, SYSTEM, VISITOR } from './make.ts';
import { fakeDesk, mount } from './mount.ts';

beforeEach(() => {
  setLocale('en');
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener() {},
    removeEventListener() {},
  }));
});

const row = (more: Parameters<typeof info>[0] = {}) => rowOf(info(more), ME, undefined, EMPTY_TAIL);

describe('the reply box', () => {
  async function box(more: Parameters<typeof info>[0] = {}) {
    const { desk, sent, typed, drafts } = fakeDesk();
    const quote = ref();
    const root = await mount(
      {
        render: () =>
          h(ReplyBox, {
            id: 'c1',
            row: row(more),
            visitor: 'Ann',
            quote: quote.value,
            'onUpdate:quote': (now: unknown) => {
              quote.value = now;
            },
          }),
      },
      {},
      desk,
    );
    const area = root.querySelector('textarea') as HTMLTextAreaElement;
    const write = async (text: string) => {
      area.value = text;
      area.dispatchEvent(new Event('input'));
      await nextTick();
    };
    const press = async (more: KeyboardEventInit & { keyCode?: number } = {}) => {
      const { keyCode = 13, ...rest } = more;
      const event = new KeyboardEvent('keydown', {
        key: 'Enter',
        bubbles: true,
        cancelable: true,
        ...rest,
      });
      Object.defineProperty(event, 'keyCode', { value: keyCode });
      if (rest.isComposing) Object.defineProperty(event, 'isComposing', { value: true });
      area.dispatchEvent(event);
      await nextTick();
      await nextTick();
      return event;
    };
    return { root, area, sent, typed, write, press, quote, drafts };
  }

  it('sends on Enter, empties, and forgets the draft', async () => {
    const { area, sent, write, press, drafts } = await box();
    await write('  你好  ');
    expect(drafts.get('c1')?.text).toBe('  你好  ');
    const event = await press();
    expect(sent).toEqual([{ conversation_id: 'c1', message_type: 'text', text: '你好' }]);
    expect([area.value, drafts.get('c1'), event.defaultPrevented]).toEqual(['', undefined, true]);
  });

  it('never sends on the Enter of an input method', async () => {
    const { area, sent, write, press } = await box();
    await write('ni hao');
    const composing = await press({ isComposing: true });
    const safari = await press({ keyCode: 229 });
    expect(sent).toEqual([]);
    expect([area.value, composing.defaultPrevented, safari.defaultPrevented]).toEqual([
      'ni hao',
      false,
      false,
    ]);
  });

  it('starts a new line on Shift+Enter, and sends nothing that is empty', async () => {
    const { sent, write, press } = await box();
    await write('a');
    expect((await press({ shiftKey: true })).defaultPrevented).toBe(false);
    await write(' \n ');
    await press();
    expect(sent).toEqual([]);
  });

  it("writes only notes where the conversation is not one's own", async () => {
    const { root, sent, typed, write, press } = await box({ agent: OTHER });
    await write('look here');
    await press();
    expect(sent).toEqual([
      { conversation_id: 'c1', message_type: 'text', text: 'look here', private: true },
    ]);
    expect(root.querySelector('.reply')?.classList.contains('note')).toBe(true);
    expect(typed).toEqual([]);
  });

  it('tells the visitor of typing, but not of a note', async () => {
    const { root, typed, write } = await box();
    await write('h');
    expect(typed).toEqual(['c1']);
    (root.querySelector('.private') as HTMLElement).click();
    await nextTick();
    await write('hi');
    expect(typed).toEqual(['c1']);
  });

  it('refuses what is longer than the protocol allows', async () => {
    const { root, sent, write, press } = await box();
    await write('😀'.repeat(8_001));
    await press();
    expect(sent).toEqual([]);
    expect(root.querySelector('.over')?.textContent).toContain('1');
  });

  it('an edit goes to its message, and the draft comes back after it', async () => {
    const { area, sent, write, press, quote } = await box();
    await write('draft');
    quote.value = { kind: 'edit', message: message(4, ME, { text: 'old' }) };
    await nextTick();
    await nextTick();
    expect(area.value).toBe('old');
    await write('new');
    await press();
    expect(sent).toEqual([
      { conversation_id: 'c1', message_type: 'edit', target_seq: 4, text: 'new' },
    ]);
    await nextTick();
    expect(area.value).toBe('draft');
  });

  it('a reply names what it answers', async () => {
    const { sent, write, press, quote } = await box();
    quote.value = { kind: 'reply', message: message(4, VISITOR) };
    await write('yes');
    await press();
    expect(sent[0]).toMatchObject({ reply_to_seq: 4, text: 'yes' });
    expect(quote.value).toBeUndefined();
  });
});

const HTML = '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>';

describe('what a visitor controls', () => {
  const bubble = (more: Parameters<typeof message>[2]): Bubble => ({
    message: message(1, { ...VISITOR, name: HTML }, more),
    at: Date.now(),
    own: false,
    follows: false,
    mark: undefined,
    failure: '',
    entry: undefined,
    feedback: undefined,
    changing: false,
  });
  const show = (more: Parameters<typeof message>[2]) =>
    mount(
      MessageBubble,
      {
        bubble: bubble(more),
        visitor: HTML,
        conversation: 'c1',
        flash: false,
        find: () => undefined,
      },
      fakeDesk().desk,
    );
  const harmless = (root: HTMLElement) => {
    expect(root.querySelectorAll('script, img[src="x"], iframe, object, [onerror]')).toHaveLength(
      0,
    );
    expect(root.innerHTML).not.toContain('<script');
  };

  it('is shown as text: name, text, file name, card', async () => {
    for (const more of [
      { text: HTML },
      { message_type: 'file' as const, text: '', file: { file_id: 'f', name: HTML } },
      {
        message_type: 'card' as const,
        card: {
          title: HTML,
          text: HTML,
          buttons: [{ id: 'b', label: HTML, url: 'javascript:alert(1)' }],
        },
      },
    ]) {
      const root = await show(more);
      harmless(root);
      expect(root.textContent).toContain('<script>');
      expect(root.querySelector('a')).toBeNull();
    }
  });

  it('links only to http and https, and tells the other page nothing', async () => {
    const root = await show({ text: 'javascript:alert(1) https://a.example/?q="><script>' });
    const links = [...root.querySelectorAll('a')];
    expect(links.map((it) => it.protocol)).toEqual(['https:']);
    expect(links[0]?.rel).toContain('noopener');
    harmless(root);
  });

  it('an SVG is a file and never a picture', async () => {
    const root = await show({
      message_type: 'image',
      file: { file_id: 'f', name: 'a.svg', mime_type: 'image/svg+xml' },
    });
    expect(root.querySelector('.picture')).toBeNull();
    expect(root.querySelector('.file')).not.toBeNull();
  });

  it('is text in events and in the context as well', async () => {
    const event = { name: 'contact', data: { name: HTML, contact: HTML, note: HTML } };
    harmless(
      await mount(
        EventLine,
        { message: message(1, VISITOR, { message_type: 'event', event }) },
        fakeDesk().desk,
      ),
    );
    harmless(
      await mount(
        EventLine,
        {
          message: message(1, SYSTEM, {
            message_type: 'event',
            event: { name: 'transferred', data: { agent_name: HTML } },
          }),
        },
        fakeDesk().desk,
      ),
    );
    const visitor = {
      id: 'v1',
      name: HTML,
      tags: { [HTML]: HTML },
      page: { url: 'javascript:alert(1)', title: HTML, referrer: HTML },
      locale: HTML,
    };
    const known = {
      visitor,
      rating: { score: 1, comment: HTML },
      routing: [{ at: '', rule: HTML, to: HTML, why: [HTML] }],
    };
    const { desk } = fakeDesk({
      directory: {
        rules: () => ({}),
        groupTitle: (it: string) => it,
        agents: new Map(),
        agentName: (it: string) => it,
      },
      rest: { conversations: async () => ({ items: [] }) },
    });
    const root = await mount(ContextPane, { row: row(known), info: info(known) }, desk);
    harmless(root);
    expect(root.querySelector('a')).toBeNull();
  });
});

it('a note looks different from what the visitor sees', async () => {
  const note = {
    message: message(1, ME, { private: true }),
    at: 0,
    own: true,
    follows: false,
    mark: undefined,
    failure: '',
    entry: undefined,
    feedback: undefined,
    changing: false,
  };
  const root = await mount(
    MessageBubble,
    { bubble: note, visitor: 'Ann', conversation: 'c1', flash: false, find: () => undefined },
    fakeDesk().desk,
  );
  expect(root.querySelector('.message.note')).not.toBeNull();
  expect(root.textContent).toContain('Internal note');
});

it('a list of thousands renders what is in sight', async () => {
  const items = Array.from({ length: 5_000 }, (_, i) => ({ id: `c${i}` }));
  const root = await mount(
    {
      render: () =>
        h(
          VirtualList<{ id: string }>,
          { items, rowHeight: 74, itemKey: (it) => it.id },
          { default: ({ item }: { item: { id: string } }) => item.id, after: () => [] },
        ),
    },
    {},
    {},
  );
  const rendered = root.querySelectorAll('.row').length;
  expect(rendered).toBeGreaterThan(5);
  expect(rendered).toBeLessThan(60);
});
