import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isOnlyEmoji } from '../../src/message/text/emoji.ts';
import { splitLinks } from '../../src/message/text/links.ts';

describe('links', () => {
  const hrefs = (text: string) =>
    splitLinks(text).flatMap(({ href }) => (href === null ? [] : [href]));

  it('addresses_with_a_scheme_and_mail_can_be_followed', () => {
    expect(splitLinks('Смотри https://fipi.ru/ege?a=1, потом пиши на a@b.ru!')).toEqual([
      { text: 'Смотри ', href: null },
      { text: 'https://fipi.ru/ege?a=1', href: 'https://fipi.ru/ege?a=1' },
      { text: ', потом пиши на ', href: null },
      { text: 'a@b.ru', href: 'mailto:a@b.ru' },
      { text: '!', href: null },
    ]);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript://example.com/%0Aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://example.com',
    '//example.com',
  ])('nothing_else_can_be_followed: %s', (text) => {
    expect(hrefs(text)).toEqual([]);
  });

  it('bare_words_stay_words', () => {
    expect(hrefs('Пришёл.Увидел.Победил example.com www.example.com 1.2.3.4')).toEqual([]);
  });

  it('a_link_shows_what_was_written', () => {
    const text = 'http://xn--e1afmkfd.xn--p1ai/%D1%8F';
    expect(splitLinks(text).map((part) => part.text)).toEqual([text]);
  });

  it('no_character_is_lost_and_every_link_is_safe', () => {
    const piece = fc.constantFrom(
      'http://',
      'https://',
      'mailto:',
      'javascript:',
      'a.ru',
      '@',
      ' ',
      '\n',
      '/',
      '?',
      '#',
      ':',
      '\u202e',
      '😀',
      '[',
      ']',
      '%',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const parts = splitLinks(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const { href } of parts) {
          if (href !== null) expect(href).toMatch(/^(https?|mailto):/i);
        }
      }),
    );
  });
});

describe('emoji', () => {
  it.each(['😀', '👍🏽', '❤️', '👨‍👩‍👧‍👦', '🇷🇺', '😀😀😀', ' 🎉 '])(
    'alone_are_shown_bigger: %s',
    (text) => {
      expect(isOnlyEmoji(text)).toBe(true);
    },
  );

  it.each(['', ' ', '5', '#', '©', 'да 😀', '😀😀😀😀', '12:30'])('not: %j', (text) => {
    expect(isOnlyEmoji(text)).toBe(false);
  });
});
