import { defineMessages } from '@vestnik/ui/i18n';

export const messages = defineMessages({
  ru: {
    campus: 'Кампус',
    who: 'Кем вы будете?',
    whoHint: 'Страница для показа: чат университета, встроенный в чужую страницу.',
    noDemo: 'Войти не получилось: этот сервер запущен без показательных людей (make run).',
    signOut: 'Выйти',
    other: 'English',
    theme: { light: 'Светлая тема', dark: 'Тёмная тема', system: 'Тема системы' },
  },
  en: {
    campus: 'Campus',
    who: 'Who are you going to be?',
    whoHint: 'A demo page: the chat of a university inside of somebody else’s page.',
    noDemo: 'That did not work: this server has no demo people (make run).',
    signOut: 'Sign out',
    other: 'Русский',
    theme: { light: 'Light theme', dark: 'Dark theme', system: 'Theme of the system' },
  },
});
