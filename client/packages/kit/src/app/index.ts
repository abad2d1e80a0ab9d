/**
 * The parts of a chat with their data: over the hooks of `@vestnik/sdk/react`, for any realm, with
 * the navigation of the application.
 */
export {
  ChatList,
  ChatMenuButton,
  useChatTitle,
  type ChatListProps,
  type ChatMenuButtonProps,
} from './chatList/index.ts';
export { ChatPicker, type ChatPickerProps } from './chatPicker/index.ts';
export { ClientFiles } from './ClientFiles.tsx';
export { ChatsPage, type ChatsPageProps } from './ChatsPage.tsx';
export {
  Conversation,
  useStartMessage,
  type ConversationProps,
  type MessageFilter,
  type MessageFilterProps,
  type MessageStart,
} from './conversation/index.ts';
export {
  countLocalDrafts,
  deleteLocalDrafts,
  useLocalDrafts,
  type UseLocalDrafts,
} from './drafts/index.ts';
export { GroupDetailsDialog, NewChat } from './groups/index.ts';
export { ChatNamesProvider, type ChatNames } from './names/index.ts';
export {
  ChatAnchor,
  ChatNavigationProvider,
  useChatNavigation,
  useLocalNavigation,
  type ChatNavigation,
} from './navigation/index.ts';
export {
  NotificationChoice,
  NotificationOffer,
  SoundButton,
  SoundSwitch,
  endPushSubscription,
  useAppBadge,
  useMessageSound,
  useNotificationClicks,
  usePushSubscription,
  type SubscriberProps,
} from './notifications/index.ts';
export { messagesOf } from './conversation/messagesOf.ts';
export { usePageVisible } from './conversation/timeline/usePageVisible.ts';
export { PeopleProvider, type People, type Person } from './people/index.ts';
export { ChatPolicyProvider, useChatPolicy } from './policy/index.ts';
export { usePresenceText, type PresenceText } from './presence/index.ts';
export { SearchPane } from './search/SearchPane.tsx';
export { SearchPanelProvider, useSearchPanel } from './search/index.ts';
export { KeyboardShortcuts, type KeyboardShortcutsProps } from './shortcuts/index.ts';
export { ChatShownProvider } from './visibility/index.tsx';
export { ConversationSlotsProvider, type ConversationSlots } from './slots/index.ts';
