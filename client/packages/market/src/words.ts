import type { VestnikError } from '@vestnik/sdk';

import type { Language } from './settings.ts';

/** Everything that is said to people, in both languages. */
const WORDS = {
  ru: {
    chat: 'Чат с продавцом',
    chats: 'Сообщения покупателей',
    openChat: 'Открыть чат',
    close: 'Свернуть чат',
    back: 'К списку чатов',
    messages: 'Сообщения',
    logKeys:
      'Стрелки вверх и вниз — переход между сообщениями, стрелка вправо — к действиям с сообщением.',
    message: 'Сообщение',
    send: 'Отправить',
    older: 'Показать предыдущие сообщения',
    loading: 'Загрузка…',
    empty: 'Сообщений пока нет. Напишите первое!',
    noChats: 'Сообщений от покупателей пока нет.',
    choose: 'Выберите чат, чтобы ответить.',
    online: 'в сети',
    offline: 'не в сети',
    typing: 'печатает…',
    connecting: 'Соединение…',
    waiting: 'Нет соединения',
    sending: 'отправляется',
    sent: 'отправлено',
    read: 'прочитано',
    failed: 'не отправлено',
    retry: 'Повторить',
    discard: 'Удалить',
    actions: 'Действия',
    hide: 'Скрыть чат',
    block: 'Заблокировать собеседника',
    unblock: 'Разблокировать собеседника',
    blockedByMe: 'Собеседник заблокирован и не может вам писать.',
    report: 'Пожаловаться',
    reportTitle: 'Жалоба на сообщение',
    reason: 'Почему вы жалуетесь на это сообщение?',
    submit: 'Отправить жалобу',
    cancel: 'Отмена',
    reported: 'Жалоба отправлена модератору.',
    you: 'Вы',
    seller: 'Продавец',
    buyer: 'Покупатель',
    guest: 'Гость',
    listing: 'Объявление',
    characters: (left: number) => `Осталось символов: ${left}`,
    unread: (count: number) => `Непрочитанных: ${count}`,
    tooMany: 'Слишком много неотправленных сообщений.',
    unreachable: 'Сервер не отвечает. Попробуйте позже.',
    refused: 'Что-то пошло не так. Попробуйте ещё раз.',
    signedOut: 'Сеанс истёк. Обновите страницу и войдите снова.',
    removed: 'У вас больше нет доступа к этому чату.',
    codes: {
      blocked: 'Собеседник заблокировал вас. Ваши сообщения не доставляются.',
      banned: 'Модератор запретил вам отправлять сообщения.',
      rate_limited: 'Слишком много сообщений. Это сообщение отправится через несколько секунд.',
      spam: 'Вы отправили один и тот же текст слишком многим собеседникам. Измените его.',
      invalid_content: 'Введите текст сообщения: не более 2000 символов.',
      invalid_chat: 'Не удалось начать чат: продавец не найден, или это вы сами.',
      missing_token: 'Войдите, чтобы открыть чат.',
      guest_claimed: 'Этот гостевой чат открыт в другом браузере.',
    },
  },
  en: {
    chat: 'Chat with the seller',
    chats: 'Messages from buyers',
    openChat: 'Open chat',
    close: 'Minimise chat',
    back: 'Back to chats',
    messages: 'Messages',
    logKeys:
      'Press the up and down arrow keys to move between messages, and the right arrow key to reach a message’s actions.',
    message: 'Message',
    send: 'Send',
    older: 'Show earlier messages',
    loading: 'Loading…',
    empty: 'No messages yet. Send the first one!',
    noChats: 'No messages from buyers yet.',
    choose: 'Choose a chat to reply.',
    online: 'online',
    offline: 'offline',
    typing: 'typing…',
    connecting: 'Connecting…',
    waiting: 'No connection',
    sending: 'sending',
    sent: 'sent',
    read: 'read',
    failed: 'not sent',
    retry: 'Retry',
    discard: 'Delete',
    actions: 'Actions',
    hide: 'Hide chat',
    block: 'Block this person',
    unblock: 'Unblock this person',
    blockedByMe: 'This person is blocked and cannot send you messages.',
    report: 'Report',
    reportTitle: 'Report message',
    reason: 'Why are you reporting this message?',
    submit: 'Send report',
    cancel: 'Cancel',
    reported: 'Report sent to a moderator.',
    you: 'You',
    seller: 'Seller',
    buyer: 'Buyer',
    guest: 'Guest',
    listing: 'Listing',
    characters: (left: number) => `Characters left: ${left}`,
    unread: (count: number) => `Unread: ${count}`,
    tooMany: 'Too many unsent messages.',
    unreachable: 'The server is not responding. Try again later.',
    refused: 'Something went wrong. Try again.',
    signedOut: 'Your session has expired. Reloader the page and sign in again.',
    removed: 'You no longer have access to this chat.',
    codes: {
      blocked: 'This person has blocked you. Your messages are not delivered.',
      banned: 'A moderator has blocked you from sending messages.',
      rate_limited: 'Too many messages. This one will be sent in a few seconds.',
      spam: 'You have sent the same text to too many people. Change it.',
      invalid_content: 'Enter a message of up to 2,000 characters.',
      invalid_chat: 'Could not start a chat: the seller was not found, or it is you.',
      missing_token: 'Sign in to open the chat.',
      guest_claimed: 'This guest session is active in another browser.',
    },
  },
} as const;

export type Words = (typeof WORDS)[Language];

export function wordsOf(language: Language): Words {
  return WORDS[language];
}

/** What went wrong, for who reads it. */
export function problemText(words: Words, problem: VestnikError | 'too_many'): string {
  if (problem === 'too_many') return words.tooMany;
  const code = 'code' in problem ? String(problem.code) : '';
  if (Object.hasOwn(words.codes, code)) return words.codes[code as keyof Words['codes']];
  if ('status' in problem && problem.status === 401) return words.signedOut;
  return problem.kind === 'network' ? words.unreachable : words.refused;
}
