import { defineMessages } from '@vestnik/ui/i18n';

export const messages = defineMessages({
  ru: {
    settings: 'Настройки',
    language: 'Язык',
    theme: 'Оформление',
    themes: { system: 'Как в системе', light: 'Светлое', dark: 'Тёмное' },
    signOut: 'Выйти',
    signOutQuestion: 'Выйти?',
    unsent: 'Есть неотправленные сообщения. Если выйти сейчас, они пропадут.',
    unfinished: 'Есть недописанные сообщения. Если выйти сейчас, черновики удалятся.',
    cancel: 'Отмена',
  },
  en: {
    settings: 'Settings',
    language: 'Language',
    theme: 'Appearance',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    signOut: 'Sign out',
    signOutQuestion: 'Sign out?',
    unsent: 'Some messages are not sent yet. If you sign out now, they are lost.',
    unfinished: 'Some messages are unfinished. If you sign out now, the drafts are deleted.',
    cancel: 'Cancel',
  },
});
