export { ChatFilters } from './ChatFilters.tsx';
export { ChatListItem, type ChatLinkProps, type ChatListItemProps } from './ChatListItem.tsx';
export { ChatListSections } from './ChatListSections.tsx';
export { useChatMenu, type ChatActions } from './chatMenu.tsx';
export {
  chatHue,
  chatPicture,
  chatTitle,
  deliveryOf,
  isMuted,
  lastActivity,
  otherMember,
} from './chatView.ts';
export { dialogStrings, type DialogStrings } from './dialogStrings.ts';
export { ConversationHeader } from './ConversationHeader.tsx';
export {
  CHAT_FILTERS,
  FILTERS_WITHOUT_GROUPS,
  filterChats,
  isInFilter,
  sortChats,
  unreadChats,
  type ChatFilter,
} from './filters.ts';
export type { GroupActions } from './groupActions.ts';
export { GroupDialog, type GroupDialogProps } from './GroupDialog.tsx';
export type { MembersList } from './GroupMembers.tsx';
export {
  NewChatDialog,
  type NewChatChoice,
  type NewChatDialogProps,
  type NewChatType,
} from './NewChatDialog.tsx';
export type { PeopleSearch } from './PeopleField.tsx';
export { messagePreview, toSingleLine } from './preview.ts';
export { QuickSwitcher, type QuickSwitcherProps } from './QuickSwitcher.tsx';
export type { QuickPage } from './quickSearch.ts';
export { NO_SEARCH_FILTERS, searchParameters, type SearchFilters } from './searchFilters.ts';
export { SearchPanel, type SearchPanelProps, type SearchResults } from './SearchPanel.tsx';
export { SHORTCUTS, globalShortcut, type Shortcut, type ShortcutAction } from './shortcuts.ts';
export { ShortcutsDialog } from './ShortcutsDialog.tsx';
export { chatsStrings, type ChatsStrings } from './strings.ts';
