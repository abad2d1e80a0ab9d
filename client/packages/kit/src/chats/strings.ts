import { defineStrings, plural, useStrings } from '@vestnik/ui/i18n';

export const chatsStrings = defineStrings({
  ru: {
    you: 'Вы: ',
    draft: 'Черновик: ',
    noMessages: 'Сообщений пока нет',
    photos: (n: number) => (n === 1 ? 'Фото' : `Фото: ${n}`),
    videos: (n: number) => (n === 1 ? 'Видео' : `Видео: ${n}`),
    files: (n: number) =>
      `${n} ${plural('ru', n, { one: 'файл', few: 'файла', many: 'файлов', other: 'файла' })}`,
    voice: 'Голосовое сообщение',
    deleted: 'Сообщение удалено',
    unread: (n: number) => `Непрочитанных: ${n}`,
    mentions: (n: number) => `Упоминаний: ${n}`,
    muted: 'Без звука',
    mutedUntil: (time: string) => `Без звука до ${time}`,
    pinned: 'Закреплён',
    sent: 'отправлено',
    read: 'прочитано',
    online: 'в сети',
    typing: (names: readonly string[]) =>
      names.length === 0
        ? 'печатает…'
        : names.length === 1
          ? `${names.join('')} печатает…`
          : names.length === 2
            ? `${names.join(' и ')} печатают…`
            : 'Несколько человек печатают…',
    chatActions: (title: string) => `Действия: ${title}`,
    pin: 'Закрепить',
    unpin: 'Открепить',
    mute: {
      hour: 'Без звука на час',
      eightHours: 'Без звука на 8 часов',
      forever: 'Без звука навсегда',
    },
    unmute: 'Включить звук',
    archive: 'В архив',
    unarchive: 'Вернуть из архива',
    markRead: 'Отметить прочитанным',
    markUnread: 'Отметить непрочитанным',
    hide: 'Удалить из списка',
    leave: 'Покинуть группу',
    block: 'Заблокировать собеседника',
    unblock: 'Разблокировать собеседника',
    filters: 'Фильтр чатов',
    filter: {
      all: 'Все',
      unread: 'Новые',
      private: 'Личные',
      groups: 'Группы',
      archived: 'Архив',
    },
    pinnedSection: 'Закреплённые',
    otherSection: 'Остальные',
    memberCount: (n: number) =>
      `${n} ${plural('ru', n, { one: 'участник', few: 'участника', many: 'участников', other: 'участника' })}`,
    details: (title: string) => `О чате: ${title}`,
    jumpToDate: 'Перейти к дате',
    search: 'Поиск по сообщениям',
    closeSearch: 'Закрыть поиск',
    groupDialog: 'О группе',
  },
  en: {
    you: 'You: ',
    draft: 'Draft: ',
    noMessages: 'No messages yet',
    photos: (n) => (n === 1 ? 'Photo' : `${n} photos`),
    videos: (n) => (n === 1 ? 'Video' : `${n} videos`),
    files: (n) => `${n} ${plural('en', n, { one: 'file', other: 'files' })}`,
    voice: 'Voice message',
    deleted: 'Message deleted',
    unread: (n) => `Unread: ${n}`,
    mentions: (n) => `Mentions: ${n}`,
    muted: 'Muted',
    mutedUntil: (time) => `Muted until ${time}`,
    pinned: 'Pinned',
    sent: 'sent',
    read: 'read',
    online: 'online',
    typing: (names) =>
      names.length === 0
        ? 'typing…'
        : names.length === 1
          ? `${names.join('')} is typing…`
          : names.length === 2
            ? `${names.join(' and ')} are typing…`
            : 'Several people are typing…',
    chatActions: (title) => `Actions: ${title}`,
    pin: 'Pin',
    unpin: 'Unpin',
    mute: { hour: 'Mute for 1 hour', eightHours: 'Mute for 8 hours', forever: 'Mute forever' },
    unmute: 'Unmute',
    archive: 'Archive',
    unarchive: 'Move out of the archive',
    markRead: 'Mark as read',
    markUnread: 'Mark as unread',
    hide: 'Remove from the list',
    leave: 'Leave group',
    block: 'Block this person',
    unblock: 'Unblock this person',
    filters: 'Chat filter',
    filter: {
      all: 'All',
      unread: 'Unread',
      private: 'Private',
      groups: 'Groups',
      archived: 'Archive',
    },
    pinnedSection: 'Pinned',
    otherSection: 'Others',
    memberCount: (n) => `${n} ${plural('en', n, { one: 'member', other: 'members' })}`,
    details: (title) => `About: ${title}`,
    jumpToDate: 'Jump to a date',
    search: 'Search messages',
    closeSearch: 'Close the search',
    groupDialog: 'Group info',
  },
});

export type ChatsStrings = (typeof chatsStrings)['ru'];

export const useChatsStrings = () => useStrings(chatsStrings);
