/** Hooks over `@vestnik/sdk` for React 18 and 19. */
export { useChatClient, useClient } from './context.ts';
export { VestnikProvider, type VestnikProviderProps } from './provider.tsx';
export {
  useChatActions,
  useCreateChat,
  useSetBlocked,
  type UseChatActions,
  type UseCreateChat,
} from './useChatActions.ts';
export {
  useChat,
  useChats,
  useUnread,
  type ListView,
  type UseChat,
  type UseChats,
  type UseUnread,
} from './useChats.ts';
export { useDraft, type UseDraft } from './useDraft.ts';
export { useConnection } from './useConnection.ts';
export {
  useMarkRead,
  useMessageActions,
  useSend,
  type UseMessageActions,
  type UseSend,
} from './useMessageActions.ts';
export { useMessages, type UseMessages } from './useMessages.ts';
export { useOutbox, useSendingDelay, useUploadProgress } from './useOutbox.ts';
export { usePaged } from './usePaged.ts';
export { usePinnedMessages } from './usePinnedMessages.ts';
export { usePresence, useTyping, useTypingUsers, useUser, type UseTyping } from './usePresence.ts';
export {
  useReaders,
  useSearch,
  useUserSearch,
  type SearchTerms,
  type UseReaders,
  type UseSearch,
  type UseUserSearch,
} from './useSearch.ts';
export { useSession, type UseSession } from './useSession.ts';
export { useStore } from './useStore.ts';
export { useUpload, type UseUpload } from './useUpload.ts';
