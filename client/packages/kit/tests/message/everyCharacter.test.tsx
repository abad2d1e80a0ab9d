import fc from 'fast-check';
import { expect, it } from 'vitest';

import { shown, unescaped } from './shown.tsx';

const piece = fc.constantFrom(
  ...['*', '**', '***', '_', '__', '____', '~', '~~', '`', '``', '```', '$', '$$', '\\', '@Анна'],
  ...['\n', '\n> ', '\n>', '\n- ', '\n* ', '\n12. ', '\n007) ', '\n```\n', '\n```py\n', '\n$$\n'],
  ...[' ', '  ', 'слово', 'x', '2', '5', '100', '😀', 'é', 'и', '-', '/', '(', ')', '«', '»', '"'],
  ...['.', ',', ':', '=', '+', '<', '>', '&', "'", 'https://a.ru/b', 'https://u:p@a.ru/', 'a@b.ru'],
);
const anyText = fc
  .array(fc.oneof({ weight: 6, arbitrary: piece }, fc.string({ unit: 'grapheme' })), {
    maxLength: 30,
  })
  .map((pieces) => pieces.join(''));

it('shows every character that is no effective mark', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const html = shown(text);
      expect(html).not.toMatch(/<(strong|em|s|code|pre|math|a|mention)><\/\1>/u);
      expect(withoutBlanks(text)).toMatch(sourceOf(html));
    }),
    { numRuns: 3_000 },
  );
});

it('shows no mark of emphasis without what it emphasises', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      for (const [, , content = ''] of shown(text).matchAll(/<(strong|em|s)>(.*?)<\/\1>/gsu)) {
        expect(content.replace(/<[^>]+>/gu, '')).toMatch(/[^\s*_~-]/u);
      }
    }),
    { numRuns: 1_000 },
  );
});

/** What was written for the shown text: a pattern, because bullets and backticks may differ. */
function sourceOf(html: string): RegExp {
  let codes = 0;
  let isQuote = false;
  const pattern = html
    .split(/(<[^>]+>)/u)
    .map((part) => {
      switch (part) {
        case '<strong>':
        case '</strong>':
          return '\\*\\*';
        case '<em>':
        case '</em>':
          return '_';
        case '<s>':
        case '</s>':
          return '~~';
        case '<blockquote>':
          isQuote = true;
          return '>';
        case '</blockquote>':
          isQuote = false;
          return '';
        case '<pre>':
        case '</pre>':
          return '```';
        case '<code>':
          return `(?<code${++codes}>\`*)`;
        case '</code>':
          return `\\k<code${codes}>`;
        case '<li>':
          return '[-*•]?';
        default:
          if (part.startsWith('<')) return '';
          return escaped(withoutBlanks(unescaped(isQuote ? part.replaceAll('\n', '>') : part)));
      }
    })
    .join('');
  return new RegExp(`^${pattern}$`, 'u');
}

function withoutBlanks(text: string): string {
  return text.replace(/\s/gu, '');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
}
