import { defineStrings } from '@vestnik/ui/i18n';

/** What neither the kit nor the loader says. */
export const strings = defineStrings({
  ru: {
    openChat: 'Открыть чат',
    cannotWrite: 'Собеседник заблокировал вас, или модератор запретил вам писать.',
    choose: 'Выберите чат, чтобы ответить.',
    signIn: 'Войдите, чтобы видеть сообщения покупателей.',
    signedOut: 'Сеанс истёк. Обновите страницу и войдите снова.',
    unavailable: 'Чат не существует, или у вас нет к нему доступа.',
    broken: 'Что-то пошло не так. Попробуйте ещё раз.',
    unread: (count: number) => `Непрочитанных: ${count}`,
    codes: {
      banned: 'Модератор запретил вам отправлять сообщения.',
      invalid_chat: 'Не удалось начать чат: продавец не найден, или это вы сами.',
      user_not_found: 'Не удалось начать чат: продавец не найден, или это вы сами.',
      missing_token: 'Войдите, чтобы открыть чат.',
    },
    buyerList: { chats: 'Мои чаты', empty: 'Вы ещё никому не писали.' },
    sellerList: { chats: 'Сообщения покупателей', empty: 'Сообщений от покупателей пока нет.' },
  },
  en: {
    openChat: 'Open chat',
    cannotWrite: 'This person has blocked you, or a moderator has stopped you from writing.',
    choose: 'Choose a chat to reply.',
    signIn: 'Sign in to see messages from buyers.',
    signedOut: 'Your session has expired. Reload the page and sign in again.',
    unavailable: 'The chat does not exist, or you do not have access to it.',
    broken: 'Something went wrong. Try again.',
    unread: (count) => `Unread: ${count}`,
    codes: {
      banned: 'A moderator has blocked you from sending messages.',
      invalid_chat: 'Could not start a chat: the seller was not found, or it is you.',
      user_not_found: 'Could not start a chat: the seller was not found, or it is you.',
      missing_token: 'Sign in to open the chat.',
    },
    buyerList: { chats: 'My chats', empty: 'You have not written to a seller yet.' },
    sellerList: { chats: 'Messages from buyers', empty: 'No messages from buyers yet.' },
  },
});
