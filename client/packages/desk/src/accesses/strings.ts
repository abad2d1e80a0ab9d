import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    intro:
      'Кто читал чаты, в которых не участвует: администраторы, модераторы и программы. Новые записи — первые; повторы в тот же день (UTC) не записываются.',
    list: 'Кто читал чужие чаты',
    none: 'Чужих чатов никто не читал',
    noneHint: 'Здесь появится каждый, кто прочтёт чат, в котором не участвует.',
    didWhat: (reader: string, action: string) => `${reader}: ${action}`,
    program: 'Программа',
    // Under the names of the server.
    actions: {
      listed: 'список чатов',
      reviewed: 'жалобы',
      followed: 'новые события',
      searched: 'поиск',
      opened: 'названа причина',
      read: 'чтение',
      previewed: 'просмотр вложений',
      downloaded: 'скачивание файла',
      exported: 'выгрузка',
    },
    allChats: 'Все чаты',
    reason: (reason: string) => `Причина: ${reason}`,
    noReason: 'Причина не названа',
    viaKey: (key: string) => `через ключ ${key}`,
    file: (id: number) => `файл ${id}`,
  },
  en: {
    intro:
      'Who read chats that they are no members of: admins, moderators and programs. The newest first; the same is recorded once a day (of UTC).',
    list: 'Who read chats of others',
    none: 'Nobody read chats of others',
    noneHint: 'Everyone who reads a chat without being its member appears here.',
    didWhat: (reader: string, action: string) => `${reader}: ${action}`,
    program: 'A program',
    actions: {
      listed: 'list of chats',
      reviewed: 'reports',
      followed: 'new events',
      searched: 'search',
      opened: 'gave a reason',
      read: 'reading',
      previewed: 'previews of files',
      downloaded: 'download of a file',
      exported: 'export',
    },
    allChats: 'All chats',
    reason: (reason: string) => `Reason: ${reason}`,
    noReason: 'No reason given',
    viaKey: (key: string) => `via the key ${key}`,
    file: (id: number) => `file ${id}`,
  },
});
