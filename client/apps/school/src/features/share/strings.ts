import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    share: 'Отправить в чат',
    loading: 'Загрузка…',
    nothing: 'Отправлять нечего',
    nothingHint: 'Выберите «Поделиться» в другом приложении ещё раз.',
    toChats: 'К чатам',
    omitted: (count: number) => `Не поместилось файлов: ${count}. Они не будут отправлены.`,
    cancel: 'Отменить',
  },
  en: {
    share: 'Send to a chat',
    loading: 'Loading…',
    nothing: 'Nothing to send',
    nothingHint: 'Choose “Share” in the other application once more.',
    toChats: 'Go to chats',
    omitted: (count: number) => `Files that did not fit: ${count}. They will not be sent.`,
    cancel: 'Cancel',
  },
});
