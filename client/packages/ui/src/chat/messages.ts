import { defineMessages, plural } from '../i18n/index.ts';

export const messages = defineMessages({
  ru: {
    message: 'Сообщение',
    send: 'Отправить',
    charactersLeft: (n: number) => `Осталось символов: ${n}`,
    tooLong: (n: number) => `Слишком длинное сообщение: лишних символов — ${n}`,
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
    message: 'Message',
    send: 'Send',
    charactersLeft: (n) => `Characters left: ${n}`,
    tooLong: (n) =>
      `The message is too long by ${n} ${plural('en', n, { one: 'character', other: 'characters' })}`,
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
