import { defineMessages, plural } from '../i18n/index.ts';

export const messages = defineMessages({
  ru: {
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
    discard: 'Удалить',
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
    newBelow: (n) => `${n} new ${plural('en', n, { one: 'message', other: 'messages' })}`,
    jump: 'Jump to latest messages',
    sending: 'sending',
    sent: 'sent',
    read: 'read',
    notSent: 'not sent',
    deleted: 'Deleted',
    edited: 'edited',
    retry: 'Retry',
    discard: 'Delete',
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
