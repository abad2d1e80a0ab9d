import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    search: 'Поиск по чатам',
    chats: 'Чаты',
    nothing: 'Подходящих чатов нет',
  },
  en: {
    search: 'Search chats',
    chats: 'Chats',
    nothing: 'No chats to choose from',
  },
});
