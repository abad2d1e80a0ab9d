/** The names of local copies. */
export const CHATS_COPY = 'chats';
export const HISTORY_PREFIX = 'history:';

export function chatCopyName(chatId: number): string {
  return `chat:${chatId}`;
}

export function historyCopyName(chatId: number): string {
  return `${HISTORY_PREFIX}${chatId}`;
}
