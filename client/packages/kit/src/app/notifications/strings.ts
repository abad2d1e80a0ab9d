import { defineStrings } from '@vestnik/ui/i18n';

export const strings = defineStrings({
  ru: {
    sound: 'Звук новых сообщений',
    soundHint: 'Когда открыто другое окно. Только в этом браузере.',
    browser: 'В этом браузере',
    on: 'Включены',
    off: 'Выключены',
    blocked: 'Уведомления запрещены в настройках браузера.',
    unsupported: 'Этот браузер не умеет показывать уведомления.',
    offer: 'Сообщать об ответах, когда приложение закрыто?',
    turnOn: 'Включить',
    dismiss: 'Не предлагать',
  },
  en: {
    sound: 'Sound of new messages',
    soundHint: 'While another window is in front. Only in this browser.',
    browser: 'In this browser',
    on: 'On',
    off: 'Off',
    blocked: 'Notifications are blocked in the settings of the browser.',
    unsupported: 'This browser cannot show notifications.',
    offer: 'Be notified of replies while the application is closed?',
    turnOn: 'Turn on',
    dismiss: 'Do not offer',
  },
});
