import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    chats: 'Чаты',
    loading: 'Загрузка…',
    chooseChat: 'Выберите чат',
    chooseChatHint: 'Здесь появятся его сообщения.',
  },
  en: {
    chats: 'Chats',
    loading: 'Loading…',
    chooseChat: 'Choose a chat',
    chooseChatHint: 'Its messages will appear here.',
  },
});
