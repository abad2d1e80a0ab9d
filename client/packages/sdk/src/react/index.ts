/** Hooks over `@vestnik/sdk` for React 18 and 19. */
export { useChatClient, useClient } from './context.ts';
export { VestnikProvider, type VestnikProviderProps } from './provider.tsx';
export type { FetchResult, ListResult, LiveResult, QueryResult } from './result.ts';
export {
  useChatActions,
  useCreateChat,
  useSetBlocked,
  type BlockChange,
  type UseChatActions,
} from './useChatActions.ts';
export { useChat, useChats, useUnread, type UseChat } from './useChats.ts';
export { useDraft, type UseDraft } from './useDraft.ts';
export { useConnection } from './useConnection.ts';
export { useMembers } from './useMembers.ts';
export {
  useMarkRead,
  useMessageActions,
  useSend,
  type UseMarkRead,
  type UseMessageActions,
  type UseSend,
} from './useMessageActions.ts';
export { useMessages, type UseMessages } from './useMessages.ts';
export type { MutationResult } from './useMutationResult.ts';
export { useOutbox, useUploadProgress } from './useOutbox.ts';
export { usePaged } from './usePaged.ts';
export { usePinnedMessages } from './usePinnedMessages.ts';
export { usePolicy } from './usePolicy.ts';
export {
  useKnownUsers,
  usePresence,
  useTyping,
  useTypingUsers,
  useUser,
  useUsersById,
  type UseTyping,
} from './usePresence.ts';
export { useReadUpTo } from './useReadUpTo.ts';
export { useScheduled, type UseScheduled } from './useScheduled.ts';
export { useReaders, useSearch, useUserSearch, useVoters, type SearchTerms } from './useSearch.ts';
export { useServer, type ServerAbilities } from './useServer.ts';
export { useSession, type UseSession } from './useSession.ts';
export { useStore } from './useStore.ts';
export { useUpload, type UseUpload } from './useUpload.ts';
