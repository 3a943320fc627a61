import { afterEach, describe, expect, it } from 'vitest';
import { count, millis, NOTHING, percent } from '../src/format/figures.ts';
import { stretches } from '../src/format/highlight.ts';
import { pieces, safeHref } from '../src/format/links.ts';
import { fileSize } from '../src/format/size.ts';
import { codePoints, folded, initials, oneLine, shorten } from '../src/format/text.ts';
import { clock, dayName, epoch, sameDay, span } from '../src/format/time.ts';
import { en } from '../src/i18n/en.ts';
import { fill, setLocale, t } from '../src/i18n/index.ts';
import { zh } from '../src/i18n/zh.ts';

afterEach(() => setLocale('en'));

describe('links', () => {
  const hrefs = (text: string) => pieces(text).flatMap((piece) => piece.href ?? []);

  it('finds http and https addresses and nothing else', () => {
    expect(hrefs('see https://a.example/x?y=1#z and http://b.example.')).toEqual([
      'https://a.example/x?y=1#z',
      'http://b.example/',
    ]);
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,x',
      'www.a.example',
      'file:///etc/passwd',
      'ftp://a',
    ]) {
      expect(hrefs(text), text).toEqual([]);
    }
  });

  it('stops at Chinese punctuation and text in brackets', () => {
    expect(hrefs('看这里：https://a.example/订单，谢谢')).toEqual([
      'https://a.example/%E8%AE%A2%E5%8D%95',
    ]);
    expect(hrefs('(see https://a.example/x)')).toEqual(['https://a.example/x']);
    expect(hrefs('https://a.example/x_(y)')).toEqual(['https://a.example/x_(y)']);
  });

  it('refuses an address that pretends to be another', () => {
    expect(hrefs('https://bank.example@evil.example/')).toEqual([]);
  });

  it('gives back every character of the text', () => {
    for (const text of [
      '',
      'a',
      'x https://a.example, y',
      '<b>https://a.example"onclick=x</b>',
      'http://',
      'https://a.example',
    ]) {
      expect(
        pieces(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }
  });

  it('offers no script for a button or a page', () => {
    expect(safeHref('javascript:alert(1)')).toBeUndefined();
    expect(safeHref(' JaVaScRiPt:alert(1)')).toBeUndefined();
    expect(safeHref('/relative')).toBeUndefined();
    expect(safeHref('')).toBeUndefined();
    expect(safeHref('https://shop.example/a b')).toBe('https://shop.example/a%20b');
  });

  it('takes hostile text in reasonable time', () => {
    const before = performance.now();
    pieces('https://'.repeat(5_000) + '('.repeat(3_000));
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('highlights', () => {
  it('cuts the text at the hits', () => {
    expect(stretches('我的订单在哪', [[2, 4]])).toEqual([
      { text: '我的', hit: false },
      { text: '订单', hit: true },
      { text: '在哪', hit: false },
    ]);
  });

  it('joins what overlaps and drops what lies outside', () => {
    const found = stretches('abcdef', [
      [4, 99],
      [1, 3],
      [2, 4],
      [-5, 0],
      [7, 9],
      [Number.NaN, 1],
      [3, 2],
    ]);
    expect(found.map((part) => part.text).join('')).toBe('abcdef');
    expect(found.filter((part) => part.hit).map((part) => part.text)).toEqual(['abcdef']);
  });

  it('begins near the first hit of a long text', () => {
    const [first, second] = stretches(`${'x'.repeat(500)}hit`, [[500, 503]], 10);
    expect(first?.text).toBe('…');
    expect(second?.text).toBe('x'.repeat(10));
  });
});

describe('text', () => {
  it('counts an emoji once', () => {
    expect(codePoints('a😀中')).toBe(3);
  });

  it('shortens by code points, and never through one', () => {
    expect(shorten('😀😀😀', 2)).toBe('😀😀…');
    expect(shorten('abc', 3)).toBe('abc');
    expect(codePoints(shorten('x'.repeat(10_000_000), 80))).toBe(81);
  });

  it('puts any text on one line', () => {
    expect(oneLine(' a\n\tb\u0000\u2028c ')).toBe('a b c');
  });

  it('folds case, width and accents for the filter', () => {
    expect(folded('ÉCLAIR ＡＢＣ')).toBe('eclair abc');
  });

  it('gives initials of Latin and Chinese names', () => {
    expect([initials('Emma Clark'), initials('王芳'), initials(''), initials('😀 x')]).toEqual([
      'EC',
      '王',
      '?',
      '😀',
    ]);
  });
});

describe('figures', () => {
  it('writes sizes', () => {
    expect([0, 812, 1_536, 20_971_520, undefined, -1].map(fileSize)).toEqual([
      '0 B',
      '812 B',
      '1.5 KB',
      '20 MB',
      '',
      '',
    ]);
  });

  it('writes rates and times, and a dash for what is not known', () => {
    expect([percent(0.0021), percent(0.683), percent(0), percent(undefined)]).toEqual([
      '0.21 %',
      '68.3 %',
      '0 %',
      NOTHING,
    ]);
    expect([millis(7.13), millis(128), millis(1_340), millis(Number.NaN)]).toEqual([
      '7.1 ms',
      '128 ms',
      '1.34 s',
      NOTHING,
    ]);
    expect([count(0), count(0.42), count(1_204), count(undefined)]).toEqual([
      '0',
      '0.4',
      '1,204',
      NOTHING,
    ]);
  });
});

describe('time', () => {
  const noon = new Date(2026, 10, 21, 12).getTime();

  it('tells how long in one unit', () => {
    expect([4_000, 42_000, 300_000, 7_300_000, 200_000_000].map(span)).toEqual([
      'now',
      '42 s',
      '5 min',
      '2 h',
      '2 d',
    ]);
    setLocale('zh');
    expect(span(300_000)).toBe('5 分钟');
  });

  it('names days as people do', () => {
    expect(dayName(noon - 3_600_000, noon)).toBe('Today');
    expect(dayName(new Date(2026, 10, 20, 23, 59).getTime(), noon)).toBe('Yesterday');
    expect(dayName(new Date(2025, 10, 20).getTime(), noon)).toContain('2025');
    expect(dayName(new Date(2026, 2, 3).getTime(), noon)).not.toContain('2026');
    setLocale('zh');
    expect(dayName(noon, noon)).toBe('今天');
  });

  it('takes a time that is none for none', () => {
    expect([epoch(undefined), epoch('soon'), epoch('1970-01-01T00:00:01.000Z')]).toEqual([
      0, 0, 1_000,
    ]);
    expect(sameDay(noon, noon + 86_400_000)).toBe(false);
    expect(clock(67_400)).toBe('1:07');
  });
});

describe('words', () => {
  it('have the same placeholders in both languages', () => {
    const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect(holes(zh[key]), key).toEqual(holes(en[key]));
    }
  });

  it('put a value in as it is, even one that looks like a placeholder', () => {
    expect(fill('{a} {b} {c}', { a: '{b}', b: '$&' })).toBe('{b} $& {c}');
    expect(t('list.position', { n: 3 })).toBe('Number 3 in the queue');
  });
});
