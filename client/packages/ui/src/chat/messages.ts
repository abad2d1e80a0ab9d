import { defineMessages, plural } from '../i18n/index.ts';

export const messages = defineMessages({
  ru: {
    message: 'Сообщение',
    send: 'Отправить',
    charactersLeft: (n: number) => `Осталось знаков: ${n}`,
    tooLong: (n: number) => `Слишком длинное сообщение: лишних знаков ${n}`,
    newBelow: (n: number) =>
      `${n} ${plural('ru', n, {
        one: 'новое сообщение',
        few: 'новых сообщения',
        many: 'новых сообщений',
        other: 'новых сообщений',
      })}`,
    jump: 'К последним сообщениям',
    sending: 'отправляется',
    sent: 'отправлено',
    read: 'прочитано',
    notSent: 'не отправлено',
    deleted: 'Удалено',
    edited: 'изменено',
    retry: 'Повторить',
    discard: 'Убрать',
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
    tooLong: (n) => `The message is too long by ${n}`,
    newBelow: (n) => `${n} new ${plural('en', n, { one: 'message', other: 'messages' })}`,
    jump: 'Jump to newest',
    sending: 'sending',
    sent: 'sent',
    read: 'read',
    notSent: 'not sent',
    deleted: 'Deleted',
    edited: 'edited',
    retry: 'Retry',
    discard: 'Discard',
    clear: 'Clear the search',
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
