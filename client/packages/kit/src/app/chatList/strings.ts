import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    chats: 'Чаты',
    search: 'Поиск по чатам',
    searchMessages: 'Поиск по сообщениям',
    loading: 'Загрузка чатов…',
    notLoaded: 'Не удалось загрузить чаты.',
    empty: 'Чатов пока нет',
    emptyFilter: {
      unread: 'Новых сообщений нет',
      private: 'Личных чатов пока нет',
      groups: 'Групп пока нет',
      archived: 'В архиве пусто',
    },
    nothingFound: 'Ничего не найдено',
    nothingFoundHint: 'Попробуйте изменить запрос.',
    actions: 'Действия',
    blocked: 'Собеседник заблокирован и не может вам писать.',
    unblocked: 'Собеседник снова может вам писать.',
    codes: {
      too_many_pinned_chats: 'Закреплено слишком много чатов. Открепите один из них.',
      owner_required: 'Сначала назначьте другого владельца группы.',
    },
    found: (n: number) => `Найдено чатов: ${n}`,
  },
  en: {
    chats: 'Chats',
    search: 'Search chats',
    searchMessages: 'Search messages',
    loading: 'Loading chats…',
    notLoaded: 'Could not load chats.',
    empty: 'No chats yet',
    emptyFilter: {
      unread: 'No new messages',
      private: 'No private chats yet',
      groups: 'No groups yet',
      archived: 'The archive is empty',
    },
    nothingFound: 'No results',
    nothingFoundHint: 'Try a different search.',
    actions: 'Actions',
    blocked: 'This person is blocked and cannot send you messages.',
    unblocked: 'This person can send you messages again.',
    codes: {
      too_many_pinned_chats: 'Too many chats are pinned. Unpin one of them.',
      owner_required: 'Choose another owner of the group first.',
    },
    found: (n) => `Chats found: ${n}`,
  },
});
