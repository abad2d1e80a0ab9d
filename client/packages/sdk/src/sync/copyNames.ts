/** The names of local copies. */
export const CHATS_COPY = 'chats';
export const ARCHIVED_COPY = 'chats:archived';
/** Users who are in no chat of the list. */
export const USERS_COPY = 'users';
export const HISTORY_PREFIX = 'history:';
export const CHAT_PREFIX = 'chat:';

export function chatCopyName(chatId: number): string {
  return `${CHAT_PREFIX}${chatId}`;
}

export function historyCopyName(chatId: number): string {
  return `${HISTORY_PREFIX}${chatId}`;
}
