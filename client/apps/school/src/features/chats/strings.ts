import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    noChats: 'Чатов пока нет',
    noChatsHint: 'Чат появится после первого завершённого занятия.',
    showDeleted: 'Показывать удалённые',
  },
  en: {
    noChats: 'No chats yet',
    noChatsHint: 'A chat appears after the first completed lesson.',
    showDeleted: 'Show deleted',
  },
});
