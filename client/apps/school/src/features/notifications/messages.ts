import { defineMessages } from '@vestnik/ui/i18n';

export const messages = defineMessages({
  ru: {
    notifications: 'Уведомления',
    on: 'Включены',
    off: 'Выключены',
    purpose: 'О новых сообщениях, когда приложение закрыто.',
    blocked: 'Уведомления запрещены в настройках браузера.',
    unsupported: 'Этот браузер не умеет показывать уведомления.',
  },
  en: {
    notifications: 'Notifications',
    on: 'On',
    off: 'Off',
    purpose: 'Of new messages while the application is closed.',
    blocked: 'Notifications are blocked in the settings of the browser.',
    unsupported: 'This browser cannot show notifications.',
  },
});
