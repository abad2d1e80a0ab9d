import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    none: 'Все чаты с ответом',
    noneHint: 'Здесь появятся личные чаты, в которых последнее сообщение осталось без ответа.',
    intro: 'Личные чаты, в которых последнее сообщение осталось без ответа. Самые давние — первые.',
    list: 'Чаты без ответа',
    waits: (duration: string) => `Ждёт ${duration}`,
    asked: (name: string) => `Спрашивает: ${name}`,
    awaited: (names: string) => `Не ответил: ${names}`,
    messages: (count: number) => (count >= 100 ? 'Сообщений: больше 99' : `Сообщений: ${count}`),
  },
  en: {
    none: 'Every chat has an answer',
    noneHint: 'Private chats whose newest message has no answer appear here.',
    intro: 'Private chats whose newest message has no answer, the longest wait first.',
    list: 'Unanswered chats',
    waits: (duration: string) => `Waiting for ${duration}`,
    asked: (name: string) => `Asked by ${name}`,
    awaited: (names: string) => `Not answered by ${names}`,
    messages: (count: number) => (count >= 100 ? 'Messages: over 99' : `Messages: ${count}`),
  },
});
