import type { Language } from '../settings.ts';

const STRINGS = {
  ru: {
    chat: 'Чат с продавцом',
    loading: 'Загрузка…',
    unreachable: 'Сервер не отвечает. Попробуйте позже.',
    retry: 'Повторить',
    close: 'Свернуть чат',
  },
  en: {
    chat: 'Chat with the seller',
    loading: 'Loading…',
    unreachable: 'The server is not responding. Try again later.',
    retry: 'Retry',
    close: 'Minimise chat',
  },
} as const satisfies Record<Language, object>;

/** What is said before the application is loaded. */
export function loaderStrings(language: Language): (typeof STRINGS)[Language] {
  return STRINGS[language];
}
