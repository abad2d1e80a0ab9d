import { defineMessages } from '@vestnik/ui/i18n';

export const messages = defineMessages({
  ru: {
    app: 'Вестник',
    title: 'Вход',
    about: 'Чат учеников и преподавателей',
    email: 'E-mail',
    password: 'Пароль',
    showPassword: 'Показать пароль',
    hidePassword: 'Скрыть пароль',
    signIn: 'Войти',
    language: 'Язык',
    emailMissing: 'Введите e-mail',
    passwordMissing: 'Введите пароль',
    wrongCredentials: 'Неверный e-mail или пароль',
  },
  en: {
    app: 'Vestnik',
    title: 'Sign in',
    about: 'Chat for students and teachers',
    email: 'E-mail',
    password: 'Password',
    showPassword: 'Show password',
    hidePassword: 'Hide password',
    signIn: 'Sign in',
    language: 'Language',
    emailMissing: 'Enter your e-mail',
    passwordMissing: 'Enter your password',
    wrongCredentials: 'Incorrect e-mail or password',
  },
});
