import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    settings: 'Настройки',
    language: 'Язык',
    theme: 'Оформление',
    themes: { system: 'Как в системе', light: 'Светлое', dark: 'Тёмное' },
    signOut: 'Выйти',
    signOutHere: 'Выйти из аккаунта',
    account: 'Аккаунт и уведомления',
    ownAccount: 'Аккаунт',
    signOutQuestion: 'Выйти?',
    unsent: 'Есть неотправленные сообщения. Если выйти сейчас, они будут удалены.',
    unfinished:
      'Есть черновики сообщений. Они останутся в вашей учётной записи, но не в этом браузере.',
    cancel: 'Отмена',
  },
  en: {
    settings: 'Settings',
    language: 'Language',
    theme: 'Appearance',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    signOut: 'Sign out',
    signOutHere: 'Sign out of this account',
    account: 'Account and notifications',
    ownAccount: 'Account',
    signOutQuestion: 'Sign out?',
    unsent: 'Some messages have not been sent. They will be deleted if you sign out now.',
    unfinished: 'You have unsent drafts. They stay in your account, but not in this browser.',
    cancel: 'Cancel',
  },
});
