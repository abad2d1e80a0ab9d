import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    app: 'Вестник',
    title: 'Вход',
    about: 'Чат учеников и преподавателей',
    aboutChats: 'Личные и рабочие чаты',
    email: 'E-mail',
    password: 'Пароль',
    signIn: 'Войти',
    forgot: 'Забыли пароль?',
    language: 'Язык',
    emailMissing: 'Введите e-mail',
    passwordMissing: 'Введите пароль',
    wrongCredentials: 'Неверный e-mail или пароль',
    signInElsewhere:
      'Этот сервер не проверяет пароли. Войдите в приложении вашей организации и откройте эту страницу снова.',
    notInRealm: 'У вас нет доступа к этому приложению.',
    forgotTitle: 'Новый пароль',
    forgotHint: 'Мы отправим на этот адрес ссылку, по которой можно задать новый пароль.',
    sendLink: 'Отправить ссылку',
    back: 'Вернуться ко входу',
    sentTitle: 'Проверьте почту',
    sent: (email: string) =>
      `Если у ${email} есть аккаунт, на этот адрес придёт письмо со ссылкой. Она действует час.`,
    sentHint: 'Письма нет? Проверьте папку «Спам» и попробуйте ещё раз через пять минут.',
    noMail:
      'Этот сервер не отправляет письма. Попросите администратора школы сделать ссылку для нового пароля.',
    invalidEmail: 'Введите корректный e-mail',
  },
  en: {
    app: 'Vestnik',
    title: 'Sign in',
    about: 'Chat for students and teachers',
    aboutChats: 'Personal and work chats',
    email: 'E-mail',
    password: 'Password',
    signIn: 'Sign in',
    forgot: 'Forgot password?',
    language: 'Language',
    emailMissing: 'Enter your e-mail',
    passwordMissing: 'Enter your password',
    wrongCredentials: 'Incorrect e-mail or password',
    signInElsewhere:
      'This server does not check passwords. Sign in to your organisation’s application, then open this page again.',
    notInRealm: 'You do not have access to this application.',
    forgotTitle: 'New password',
    forgotHint: 'We will send a link to this address that sets a new password.',
    sendLink: 'Send link',
    back: 'Back to sign-in',
    sentTitle: 'Check your e-mail',
    sent: (email: string) =>
      `If ${email} has an account, an e-mail with a link will arrive. The link is valid for an hour.`,
    sentHint: 'No e-mail? Check your spam folder and try again in five minutes.',
    noMail:
      'This server sends no e-mails. Ask an administrator of the school for a link that sets a new password.',
    invalidEmail: 'Enter a valid e-mail address',
  },
});
