import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  beginning,
  characterStart,
  characterStartWithoutSegmenter,
} from '../src/text/graphemes.ts';

const FAMILY = '👨‍👩‍👧‍👦';
const CHARACTERS = [FAMILY, '🇷🇺', '👍🏽', '❤️', 'é', 'й', 'a', 'Ж', '😀', '\r\n', ' '];

describe('the beginning of a text', () => {
  it.each([
    [FAMILY + FAMILY, 13, FAMILY],
    [`a${FAMILY}`, 7, 'a'],
    ['🇷🇺🇷🇺', 3, '🇷🇺'],
    ['ёё'.normalize('NFD'), 3, 'ё'.normalize('NFD')],
    ['😀😀', 1, '😀'],
    ['ab', 2, 'ab'],
    [`e${'\u0301'.repeat(10)}`, 3, 'e\u0301\u0301'],
  ])('of %j in %i code points is %j', (text, max, expected) => {
    expect(beginning(text, max)).toBe(expected);
  });

  it.each([
    ['with Intl.Segmenter', characterStart],
    ['without', characterStartWithoutSegmenter],
  ])('never cuts through a character: %s', (_name, start) => {
    const characters = fc.array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(characters, fc.nat(), (parts, seed) => {
        const text = parts.join('');
        const index = seed % text.length;
        const ends = parts.map((_part, count) => parts.slice(0, count).join('').length);
        expect(ends).toContain(start(text, index));
        expect(start(text, index)).toBeLessThanOrEqual(index);
      }),
    );
  });
});
