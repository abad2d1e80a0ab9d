import { describe, expect, it } from 'vitest';

import {
  EMOJI_GROUPS,
  loadEmoji,
  searchEmoji,
  withSkinTone,
} from '../../src/message/reactions/emojiData.ts';

describe('emoji', () => {
  it.each(['ru', 'en'] as const)('every group has some in %s, with names', async (language) => {
    const entries = await loadEmoji(language);
    for (const { id } of EMOJI_GROUPS) {
      expect(entries.some(({ group }) => group === id)).toBe(true);
    }
    expect(entries.every(({ annotation, emoji }) => annotation !== '' && emoji !== '')).toBe(true);
  });

  it('are found by the beginnings of words, in any order', async () => {
    const found = searchEmoji(await loadEmoji('ru'), 'РУКОЙ маш').map(({ emoji }) => emoji);
    expect(found).toEqual(['👋']);
    expect(searchEmoji(await loadEmoji('en'), 'wav han')[0]?.emoji).toBe('👋');
    expect(searchEmoji(await loadEmoji('en'), '  ')).toEqual([]);
    expect(searchEmoji(await loadEmoji('en'), 'qwertyuiop')).toEqual([]);
  });

  it('take a skin tone if they have one', async () => {
    const entries = await loadEmoji('en');
    const entry = (emoji: string) => {
      const found = entries.find((one) => one.emoji === emoji);
      if (!found) throw new Error(`no ${emoji}`);
      return found;
    };
    expect(withSkinTone(entry('👋'), 5)).toBe('👋🏿');
    expect(withSkinTone(entry('👋'), 0)).toBe('👋');
    expect(withSkinTone(entry('😀'), 5)).toBe('😀');
  });
});
