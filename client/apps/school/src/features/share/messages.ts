import { defineMessages } from '@vestnik/ui/i18n';

export const messages = defineMessages({
  ru: {
    share: 'Отправить в чат',
    loading: 'Загрузка…',
    nothing: 'Отправлять нечего',
    nothingHint: 'Выберите «Поделиться» в другом приложении ещё раз.',
    toChats: 'К чатам',
    omitted: (count: number) => `Файлов сверх предела, которые не будут отправлены: ${count}`,
    cancel: 'Отменить',
  },
  en: {
    share: 'Send to a chat',
    loading: 'Loading…',
    nothing: 'Nothing to send',
    nothingHint: 'Choose “Share” in the other application once more.',
    toChats: 'Go to chats',
    omitted: (count: number) => `Files beyond the limit that will not be sent: ${count}`,
    cancel: 'Cancel',
  },
});
