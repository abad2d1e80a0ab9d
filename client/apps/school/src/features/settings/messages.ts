import { defineMessages } from '@vestnik/ui/i18n';

export const messages = defineMessages({
  ru: {
    settings: 'Настройки',
    language: 'Язык',
    theme: 'Оформление',
    themes: { system: 'Как в системе', light: 'Светлое', dark: 'Тёмное' },
    signOut: 'Выйти',
    signOutQuestion: 'Выйти?',
    unsent: 'Есть неотправленные сообщения. Если выйти сейчас, они будут удалены.',
    unfinished: 'Есть черновики сообщений. Если выйти сейчас, они будут удалены.',
    cancel: 'Отмена',
  },
  en: {
    settings: 'Settings',
    language: 'Language',
    theme: 'Appearance',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    signOut: 'Sign out',
    signOutQuestion: 'Sign out?',
    unsent: 'Some messages have not been sent. They will be deleted if you sign out now.',
    unfinished: 'You have unsent drafts. They will be deleted if you sign out now.',
    cancel: 'Cancel',
  },
});
