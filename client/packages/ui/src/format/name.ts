import { defineStrings, useStrings } from '../i18n/index.ts';

const strings = defineStrings({
  ru: { removed: 'Удалённый пользователь', guest: 'Гость' },
  en: { removed: 'Deleted user', guest: 'Guest' },
});

/** What the server calls guests, who have given no name. */
const GUEST = 'Guest';

/** Two letters at most: of the first word and the last one («Анна Викторовна Соколова»: АС). */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words.at(0);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last].map(firstLetter).join('').toUpperCase();
}

/** A person's name, or what to say where they were removed. */
export function useDisplayName(): (name: string | null | undefined) => string {
  const { removed, guest } = useStrings(strings);
  return (name) => {
    const known = name?.trim() ?? '';
    if (known === GUEST) return guest;
    return known === '' ? removed : known;
  };
}

function firstLetter(word: string | undefined): string {
  // By code points: half of an emoji is no letter.
  return word === undefined ? '' : String.fromCodePoint(word.codePointAt(0) ?? 0x20).trim();
}
