import type { Language } from '@vestnik/ui/i18n';

/** An emoji as `emoji-picker-element-data` describes it. */
export interface EmojiEntry {
  readonly emoji: string;
  readonly annotation: string;
  readonly group: number;
  readonly order: number;
  readonly tags: readonly string[];
  readonly version: number;
  readonly skins?: readonly { readonly emoji: string; readonly tone: number | readonly number[] }[];
}

/** Groups of Unicode, by their numbers. */
export const EMOJI_GROUPS = [
  { id: 0, name: 'smileys', icon: '😀' },
  { id: 1, name: 'people', icon: '👋' },
  { id: 3, name: 'animals', icon: '🐻' },
  { id: 4, name: 'food', icon: '🍎' },
  { id: 5, name: 'travel', icon: '🚗' },
  { id: 6, name: 'activities', icon: '⚽' },
  { id: 7, name: 'objects', icon: '💡' },
  { id: 8, name: 'symbols', icon: '❤️' },
  { id: 9, name: 'flags', icon: '🏁' },
] as const;

export const SKIN_TONES = [
  'default',
  'light',
  'mediumLight',
  'medium',
  'mediumDark',
  'dark',
] as const;

/** Newer ones are boxes on most devices. */
const MAX_VERSION = 15;
/** A search shows no more. */
const MAX_RESULTS = 100;

/** All emoji with their names in a language; part of the bundle, and loaded when it is asked for. */
export async function loadEmoji(language: Language): Promise<readonly EmojiEntry[]> {
  const data =
    language === 'ru'
      ? await import('emoji-picker-element-data/ru/emojibase/data.json')
      : await import('emoji-picker-element-data/en/emojibase/data.json');
  const entries = data.default as readonly EmojiEntry[];
  return entries
    .filter(({ version }) => version <= MAX_VERSION)
    .toSorted((one, other) => one.order - other.order);
}

/** Emoji of which every word of the query begins a word of their name or tags. */
export function searchEmoji(entries: readonly EmojiEntry[], query: string): readonly EmojiEntry[] {
  const wanted = wordsOf(query);
  if (wanted.length === 0) return [];
  return entries
    .filter((entry) => {
      const words = [entry.annotation, ...entry.tags].flatMap(wordsOf);
      return wanted.every((start) => words.some((word) => word.startsWith(start)));
    })
    .slice(0, MAX_RESULTS);
}

/** The emoji in a skin tone, from 0 (none) to 5; those without one stay as they are. */
export function withSkinTone({ emoji, skins }: EmojiEntry, tone: number): string {
  return skins?.find((skin) => skin.tone === tone)?.emoji ?? emoji;
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
