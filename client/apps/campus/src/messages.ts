import { defineMessages, plural } from '@vestnik/ui/i18n';

export const messages = defineMessages({
  ru: {
    campus: 'Кампус',
    who: 'Кем вы будете?',
    whoHint: 'Страница для показа: чат университета, встроенный в чужую страницу.',
    noDemo: 'Войти не получилось: этот сервер запущен без показательных людей (make run).',
    signOut: 'Выйти',
    signOutQuestion: 'Выйти и удалить черновики?',
    draftsLost: (n: number) =>
      `${plural('ru', n, { one: 'Остался', other: 'Осталось' })} ${n} ${plural('ru', n, {
        one: 'неотправленный черновик',
        few: 'неотправленных черновика',
        many: 'неотправленных черновиков',
        other: 'неотправленного черновика',
      })}. После выхода восстановить их нельзя.`,
    stay: 'Остаться',
    other: 'English',
    theme: { light: 'Светлая тема', dark: 'Тёмная тема', system: 'Тема системы' },
  },
  en: {
    campus: 'Campus',
    who: 'Sign in as',
    whoHint: 'A demo page: the chat of a university embedded in another site’s page.',
    noDemo: 'Signing in failed: this server has no demo people (make run).',
    signOut: 'Sign out',
    signOutQuestion: 'Sign out and delete drafts?',
    draftsLost: (n) =>
      `There ${plural('en', n, { one: 'is', other: 'are' })} ${n} unsent ${plural('en', n, {
        one: 'draft',
        other: 'drafts',
      })}. Signing out deletes them for good.`,
    stay: 'Stay',
    other: 'Русский',
    theme: { light: 'Light theme', dark: 'Dark theme', system: 'Theme of the system' },
  },
});
