/**
 * The chat of a university's front end over a Vestnik server's realm `campus`: components, React
 * Query hooks, and requests. The host calls {@link configureChat} first, and gives the hooks of
 * React Query a `QueryClientProvider`.
 */
export { countDrafts, forgetDrafts } from './lib/drafts.ts';
export {
  endNotifications,
  useAppBadge,
  useMessageSound,
  useNotificationClicks,
} from './lib/notifications.ts';
export {
  useWebSocket,
  WebSocketError,
  type UseWebSocket,
  type UseWebSocketOptions,
} from './lib/useWebSocket.tsx';
export {
  addParticipant,
  createConversation,
  deleteConversation,
  deleteMessage,
  editMessage,
  getConversation,
  getConversationId,
  getConversations,
  getCurrentUserId,
  getMessages,
  markRead,
  removeParticipant,
  sendMessage,
  type HistoryQuery,
} from './model/services/chatAPI.ts';
export {
  chatKeys,
  useAddParticipant,
  useConversation,
  useConversations,
  useCreateConversation,
  useDeleteConversation,
  useDeleteMessage,
  useEditMessage,
  useMarkRead,
  useMessages,
  useRemoveParticipant,
  useSendMessage,
  useUnreadCount,
} from './model/services/chatQueries.ts';
export { configureChat, type ChatConfig } from './model/services/config.ts';
export type * from './model/types/chat.ts';
export { ChatContainer, type ChatContainerProps } from './ui/ChatContainer.tsx';
export { ChatMessages, type ChatMessagesProps } from './ui/ChatMessages.tsx';
export { ChatSelect, type ChatSelectProps } from './ui/ChatSelect.tsx';
export { NotificationSettings } from './ui/NotificationSettings.tsx';
export type { LinkTo } from './ui/useNavigation.ts';
export { useChatLanguage, type ChatLanguage } from './lib/language.ts';
