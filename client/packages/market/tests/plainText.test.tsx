import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import { splitLinks } from '../src/app/conversation/links.ts';
import { PlainText } from '../src/app/conversation/PlainText.tsx';

const piece = fc.constantFrom(
  ...['https://a.ru/b', 'HTTPS://A.RU', 'https://u:p@a.ru/', 'https://', 'http://a.ru?x=1&y=2#z'],
  ...['javascript:alert(1)', '<b>', '</span>', '<', '>', '&', '&amp;', '"', "'", '«', '»', '\\'],
  ...['*', '**', '_', '~~', '`', '$', '\n', '\n> ', '\n- ', ' ', '  ', '.', ',', ')', ']', '!'],
  ...['слово', '😀', '👨‍👩‍👧', 'é', '\u200b', '\u202e', '@Анна', '<https://a.ru/>'],
);
const anyText = fc
  .array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string({ unit: 'grapheme' })), {
    maxLength: 30,
  })
  .map((pieces) => pieces.join(''));

test('a shop’s chat shows every character of a text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const html = renderToStaticMarkup(<PlainText text={text} />);
      expect(unescaped(html.replace(/<[^>]*>/gu, ''))).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

test('a link of a shop’s chat leads where it says', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const { text: shown, href } of splitLinks(text)) {
        if (href === null) continue;
        expect(href).toBe(shown);
        const { protocol, username, password } = new URL(href);
        expect(['http:', 'https:']).toContain(protocol);
        expect(username + password).toBe('');
      }
    }),
    { numRuns: 2_000 },
  );
});

function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}
