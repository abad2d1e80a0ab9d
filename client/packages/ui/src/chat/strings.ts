import { defineStrings } from '../i18n/index.ts';

export const strings = defineStrings({
  ru: {
    clear: 'Очистить поиск',
    typing: (names: readonly string[]) =>
      names.length === 0
        ? 'печатает…'
        : names.length === 1
          ? `${names.join('')} печатает…`
          : names.length === 2
            ? `${names.join(' и ')} печатают…`
            : 'Несколько человек печатают…',
  },
  en: {
    clear: 'Clear search',
    typing: (names) =>
      names.length === 0
        ? 'typing…'
        : names.length === 1
          ? `${names.join('')} is typing…`
          : names.length === 2
            ? `${names.join(' and ')} are typing…`
            : 'Several people are typing…',
  },
});
