import { defineStrings, plural } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    campus: 'Кампус',
    who: 'Выберите демо-пользователя',
    whoHint: 'Демонстрация: чат, встроенный в сайт университета.',
    noDemo:
      'Не удалось войти: на этом сервере нет демо-пользователей. Запустите его командой make run.',
    signOut: 'Выйти',
    signOutQuestion: 'Выйти и удалить черновики из этого браузера?',
    draftsLost: (n: number) =>
      `У вас ${n} ${plural('ru', n, {
        one: 'неотправленный черновик',
        few: 'неотправленных черновика',
        many: 'неотправленных черновиков',
        other: 'неотправленного черновика',
      })}. Те из них, которые уже сохранены на сервере, останутся в чатах.`,
    stay: 'Отмена',
    notifications: 'Уведомления',
    close: 'Закрыть',
    other: 'English',
    theme: { light: 'Светлая тема', dark: 'Тёмная тема', system: 'Системная тема' },
  },
  en: {
    campus: 'Campus',
    who: 'Choose a demo user',
    whoHint: 'Demo: the chat embedded in a university’s website.',
    noDemo: 'Could not sign in: this server has no demo users. Start it with make run.',
    signOut: 'Sign out',
    signOutQuestion: 'Sign out and delete drafts from this browser?',
    draftsLost: (n) =>
      `You have ${n} unsent ${plural('en', n, {
        one: 'draft',
        other: 'drafts',
      })}. Those that the server has saved already stay in their chats.`,
    stay: 'Cancel',
    notifications: 'Notifications',
    close: 'Close',
    other: 'Русский',
    theme: { light: 'Light theme', dark: 'Dark theme', system: 'System theme' },
  },
});
