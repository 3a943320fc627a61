import { describe, expect, it } from 'vitest';
import { linkify, webAddress } from '../src/linkify.ts';

const links = (text: string) => linkify(text).flatMap((it) => it.href ?? []);

describe('linkify', () => {
  it('finds web addresses and leaves the end of a sentence out', () => {
    expect(links('See https://a.example/x?y=1. And (http://b.example)!')).toEqual([
      'https://a.example/x?y=1',
      'http://b.example/',
    ]);
    expect(links('详情请见https://a.example/退货。谢谢')).toEqual([
      'https://a.example/%E9%80%80%E8%B4%A7',
    ]);
  });

  it('never links what a browser would run', () => {
    for (const text of [
      'javascript:alert(1)',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:x',
      'JaVaScRiPt:alert(1)//https://',
    ]) {
      for (const href of links(text)) expect(href).toMatch(/^https?:/);
      expect(webAddress(text)).toBeUndefined();
    }
  });

  it('loses no character', () => {
    for (const text of [
      '',
      'plain',
      'https://',
      'a https://x.example, b https://y.example)c',
      '😀',
    ]) {
      expect(
        linkify(text)
          .map((it) => it.text)
          .join(''),
      ).toBe(text);
    }
  });
});
