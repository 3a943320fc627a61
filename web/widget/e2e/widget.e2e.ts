import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Stage, startBrowser } from './stage.ts';

let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  stage = await Stage.open(browser);
});
afterEach(async () => {
  await stage.close();
});

const eventually = { timeout: 15_000, interval: 50 };
const agent = { kind: 'agent', id: 'a', name: 'Lin' } as const;
const HOSTILE = '<img src=x onerror=alert(1)><script>alert(2)</script><b>bold</b>';

describe('the widget in a browser', () => {
  it('sends, shows once, and sets no cookie', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.say('hello');
    await expect.poll(() => visitor.mine(), eventually).toEqual([['hello', 'sent']]);
    expect(stage.texts()).toEqual([['hello']]);
    expect(await visitor.page.context().cookies()).toEqual([]);
    expect(visitor.errors).toEqual([]);
  });

  it('opens no connection for a visitor who never opens it', async () => {
    const visitor = await stage.visitor();
    await visitor.page.waitForTimeout(500);
    expect(stage.server.connections).toBe(0);
    expect(stage.server.visitors.size).toBe(0);
  });

  it('keeps what is written while the server is away, over a reload, and sends it once and in order', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.say('one');
    await expect.poll(() => stage.texts(), eventually).toEqual([['one']]);
    stage.server.kill();
    for (const text of ['two', 'three', 'four']) await visitor.say(text);
    await expect
      .poll(() => visitor.mine(), eventually)
      .toEqual([
        ['one', 'sent'],
        ['two', 'pending'],
        ['three', 'pending'],
        ['four', 'pending'],
      ]);
    await visitor.page.reload();
    await visitor.open();
    await expect
      .poll(async () => (await visitor.mine()).map(([text]) => text), eventually)
      .toEqual(['two', 'three', 'four']);
    stage.server.isDown = false;
    await expect
      .poll(() => visitor.mine(), eventually)
      .toEqual(['one', 'two', 'three', 'four'].map((text) => [text, 'sent']));
    expect(stage.texts()).toEqual([['one', 'two', 'three', 'four']]);
  });

  it('says politely that the server is down at page load, and sends when it is back', async () => {
    stage.server.isDown = true;
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.page.getByText('We can’t be reached right now').waitFor();
    await visitor.say('early bird');
    await expect.poll(() => visitor.mine(), eventually).toEqual([['early bird', 'pending']]);
    stage.server.isDown = false;
    await expect.poll(() => visitor.mine(), eventually).toEqual([['early bird', 'sent']]);
    expect(stage.texts()).toEqual([['early bird']]);
    expect(await visitor.page.locator('.banner').isVisible()).toBe(false);
  });

  it('shares one outbox between two tabs: nothing doubled, the order kept', async () => {
    const one = await stage.visitor();
    await one.open();
    await one.say('0');
    await expect.poll(() => stage.texts(), eventually).toEqual([['0']]);
    const two = await one.secondTab();
    await two.open();
    await expect.poll(() => two.mine(), eventually).toEqual([['0', 'sent']]);
    expect(stage.server.visitors.size).toBe(1);
    stage.server.kill();
    const said = ['0'];
    for (let i = 1; i <= 6; i++) {
      const tab = i % 2 ? one : two;
      await tab.page.bringToFront();
      await tab.say(`${i}`);
      said.push(`${i}`);
      await expect.poll(async () => (await tab.mine()).length, eventually).toBe(i + 1);
    }
    stage.server.isDown = false;
    const all = said.map((text) => [text, 'sent']);
    await expect.poll(() => one.mine(), eventually).toEqual(all);
    await expect.poll(() => two.mine(), eventually).toEqual(all);
    expect(stage.texts()).toEqual([said]);
  });

  it('shows what others wrote as text, wherever they wrote it', async () => {
    stage.server.config = { title: HOSTILE, greeting: HOSTILE };
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.say(HOSTILE);
    await expect.poll(() => visitor.mine(), eventually).toEqual([[HOSTILE, 'sent']]);
    const [conversation] = stage.server.conversations.values();
    if (!conversation) throw new Error('no conversation');
    const hostile = { ...agent, name: HOSTILE };
    stage.server.append(conversation, hostile, { text: HOSTILE });
    stage.server.append(conversation, hostile, {
      message_type: 'file',
      file: { file_id: 'f', name: HOSTILE },
    });
    stage.server.append(conversation, hostile, {
      message_type: 'card',
      card: {
        title: HOSTILE,
        text: HOSTILE,
        buttons: [{ id: 'b', label: HOSTILE, url: 'javascript:alert(3)' }],
      },
    });
    stage.server.event(conversation, { name: 'novelty' }, HOSTILE);
    stage.server.event(
      conversation,
      { name: 'assigned', data: { agent_name: HOSTILE } },
      'assigned',
    );
    stage.server.setState(conversation, { state: 'assigned', agent: hostile });
    await visitor.page.getByText(`${HOSTILE} has joined`).waitFor();
    for (const bad of ['img[src="x"]', 'script', '.text b', 'a[href^="javascript"]']) {
      expect(await visitor.page.locator(`.panel ${bad}`).count(), bad).toBe(0);
    }
    expect(visitor.errors).toEqual([]);
  });

  it('never sends with the Enter that an input method takes', async () => {
    const visitor = await stage.visitor({ locale: 'zh-CN' });
    await visitor.open();
    await visitor.input.focus();
    const input = await visitor.page.context().newCDPSession(visitor.page);
    await input.send('Input.imeSetComposition', {
      text: 'nihao',
      selectionStart: 5,
      selectionEnd: 5,
    });
    await visitor.page.keyboard.press('Enter');
    await visitor.input.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
    await input.send('Input.insertText', { text: '你好' });
    await visitor.page.waitForTimeout(300);
    expect(await visitor.mine()).toEqual([]);
    await visitor.input.press('Enter');
    await expect.poll(() => visitor.mine(), eventually).toEqual([['你好', 'sent']]);
  });

  it('is worked by keyboard alone', async () => {
    const visitor = await stage.visitor();
    const { page } = visitor;
    await page.locator('#outside').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await visitor.input.waitFor();
    const focused = () =>
      page.evaluate(() => {
        const inner = document.activeElement?.shadowRoot?.activeElement;
        return inner?.closest('.panel') ? 'panel' : (inner?.className ?? 'outside');
      });
    for (let i = 0; i < 12; i++) {
      expect(await focused()).toBe('panel');
      await page.keyboard.press(i < 8 ? 'Tab' : 'Shift+Tab');
    }
    await page.keyboard.press('Escape');
    expect(await page.locator('.panel').isVisible()).toBe(false);
    expect(await focused()).toContain('launcher');
    expect(await page.locator('.launcher').getAttribute('aria-expanded')).toBe('false');
  });

  it('sends a pasted picture and shows it by a fetch that is allowed to', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.input.evaluate((field) => {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 40;
      return new Promise<void>((resolve) => {
        canvas.toBlob((blob) => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([blob as Blob], 'p.png', { type: 'image/png' }));
          field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
          resolve();
        });
      });
    });
    await visitor.page.locator('.attached').waitFor();
    await visitor.input.press('Enter');
    await expect.poll(() => stage.texts(), eventually).toEqual([['p.png']]);
    const picture = visitor.page.locator('.picture img');
    await expect.poll(() => picture.getAttribute('src'), eventually).toMatch(/^blob:/);
    await picture.click();
    await visitor.page.locator('.lightbox img').waitFor();
    await visitor.page.keyboard.press('Escape');
    expect(await visitor.page.locator('.panel').isVisible()).toBe(true);
  });

  it('takes a message back', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.say('oops');
    await expect.poll(() => visitor.mine(), eventually).toEqual([['oops', 'sent']]);
    await visitor.page.locator('.row.mine').hover();
    await visitor.page.locator('.row.mine [aria-label="Take back"]').click();
    await visitor.page.getByText('You took a message back').waitFor();
    expect(await visitor.mine()).toEqual([]);
  });

  it('goes on after an answer that came while it was closed, and counts it', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.say('hello');
    await expect.poll(() => stage.texts(), eventually).toEqual([['hello']]);
    await visitor.page.keyboard.press('Escape');
    const [conversation] = stage.server.conversations.values();
    if (!conversation) throw new Error('no conversation');
    stage.server.append(conversation, agent, { text: 'here I am' });
    await expect.poll(() => visitor.page.locator('.badge').textContent(), eventually).toBe('1');
    await visitor.open();
    await expect.poll(() => visitor.theirs(), eventually).toContain('here I am');
    await expect.poll(() => conversation.reads.size, eventually).toBe(1);
    expect(await visitor.page.locator('.badge').isVisible()).toBe(false);
  });

  it('shows earlier conversations to a visitor who returns', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.say('first');
    await expect.poll(() => stage.texts(), eventually).toEqual([['first']]);
    const [first] = stage.server.conversations.values();
    if (!first) throw new Error('no conversation');
    stage.server.setState(first, { state: 'closed' });
    await visitor.page.locator('.rating').waitFor();
    await visitor.say('second');
    await expect.poll(() => stage.texts(), eventually).toEqual([['first'], ['second']]);
    await visitor.page.reload();
    await visitor.open();
    await expect
      .poll(() => visitor.mine(), eventually)
      .toEqual([
        ['first', 'sent'],
        ['second', 'sent'],
      ]);
  });

  it('fills a phone, in Chinese', async () => {
    const visitor = await stage.visitor({ viewport: { width: 390, height: 800 } });
    await visitor.page.goto(`${stage.served.origin}/?lang=zh-CN`);
    await visitor.open();
    const box = () => visitor.page.locator('.panel').boundingBox();
    await expect.poll(box, eventually).toMatchObject({ x: 0, y: 0, width: 390, height: 800 });
    expect(await visitor.page.locator('h2').textContent()).toBe('在线客服');
  });

  it('shows the network to a page that asks, and never the token', async () => {
    const visitor = await stage.visitor();
    await visitor.open();
    await visitor.say('hello');
    await expect.poll(() => visitor.mine(), eventually).toEqual([['hello', 'sent']]);
    const traced = await visitor.page.evaluate('JSON.stringify(window.frames_)');
    expect(traced).toContain('"ack"');
    for (const token of stage.server.visitors.keys()) expect(traced).not.toContain(token);
  });
});
