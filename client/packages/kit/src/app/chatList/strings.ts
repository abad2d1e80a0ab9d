import { defineMessages } from '@vestnik/ui/i18n';

export const strings = defineMessages({
  ru: {
    chats: 'Чаты',
    search: 'Поиск по чатам',
    searchMessages: 'Поиск по сообщениям',
    loading: 'Загрузка чатов…',
    notLoaded: 'Не удалось загрузить чаты.',
    empty: 'Чатов пока нет',
    nothingFound: 'Ничего не найдено',
    nothingFoundHint: 'Попробуйте изменить запрос.',
    found: (n: number) => `Найдено чатов: ${n}`,
  },
  en: {
    chats: 'Chats',
    search: 'Search chats',
    searchMessages: 'Search messages',
    loading: 'Loading chats…',
    notLoaded: 'Could not load chats.',
    empty: 'No chats yet',
    nothingFound: 'No results',
    nothingFoundHint: 'Try a different search.',
    found: (n) => `Chats found: ${n}`,
  },
});
