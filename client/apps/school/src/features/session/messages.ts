import { defineMessages } from '@vestnik/ui/i18n';

export const messages = defineMessages({
  ru: {
    app: 'Вестник',
    title: 'Вход',
    about: 'Переписка учеников и преподавателей',
    email: 'E-mail',
    password: 'Пароль',
    // Not by the field's own word: each of the two is found by its name.
    showPassword: 'Показать символы',
    hidePassword: 'Скрыть символы',
    signIn: 'Войти',
    language: 'Язык',
    emailMissing: 'Введите адрес',
    passwordMissing: 'Введите пароль',
    wrongCredentials: 'Неверный адрес или пароль',
  },
  en: {
    app: 'Vestnik',
    title: 'Sign in',
    about: 'Students and teachers in touch',
    email: 'E-mail',
    password: 'Password',
    showPassword: 'Show characters',
    hidePassword: 'Hide characters',
    signIn: 'Sign in',
    language: 'Language',
    emailMissing: 'Enter the address',
    passwordMissing: 'Enter the password',
    wrongCredentials: 'Wrong address or password',
  },
});
