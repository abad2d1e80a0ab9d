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
    allChats: 'Все чаты',
    reason: (reason: string) => `Причина: ${reason}`,
    noReason: 'Причина не названа',
    viaKey: (key: string) => `через ключ ${key}`,
    file: (id: number) => `файл ${id}`,
  },
  en: {
    intro:
      'Admins, moderators and programs who read chats that they are not members of, the newest first. The same access is recorded once a day (UTC).',
    list: 'Accesses by readers who are not members',
    none: 'No accesses yet',
    noneHint: 'Readers of chats that they are not members of appear here.',
    didWhat: (reader: string, action: string) => `${reader}: ${action}`,
    program: 'A program',
    allChats: 'All chats',
    reason: (reason: string) => `Reason: ${reason}`,
    noReason: 'No reason given',
    viaKey: (key: string) => `via the key ${key}`,
    file: (id: number) => `file ${id}`,
  },
});
