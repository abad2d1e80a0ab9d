import { describe, expect, it } from 'vitest';

import { countCharacters, LONGEST_MESSAGE } from '../src/chat/length.ts';

describe('length', () => {
  it('an_emoji_is_one_character', () => {
    expect(countCharacters('😀'.repeat(LONGEST_MESSAGE))).toBe(LONGEST_MESSAGE);
    expect(countCharacters('я'.repeat(LONGEST_MESSAGE + 1))).toBe(LONGEST_MESSAGE + 1);
  });
});
