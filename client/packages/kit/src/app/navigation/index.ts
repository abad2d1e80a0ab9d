export { ChatAnchor } from './ChatAnchor.tsx';
export {
  ChatNavigationProvider,
  useChatNavigation,
  useOptionalChatNavigation,
  type ChatNavigation,
} from './ChatNavigation.tsx';
export { useLocalNavigation } from './useLocalNavigation.ts';
