import { defineMessages } from '../../i18n/index.ts';

export const messages = defineMessages({
  ru: {
    settings: 'Настройки',
    language: 'Язык',
    theme: 'Оформление',
    themes: { system: 'Как в системе', light: 'Светлое', dark: 'Тёмное' },
    signOut: 'Выйти',
  },
  en: {
    settings: 'Settings',
    language: 'Language',
    theme: 'Appearance',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    signOut: 'Sign out',
  },
});
