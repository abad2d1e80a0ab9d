/** Hooks over `@vestnik/sdk` for React. */
export { VestnikProvider, type VestnikProviderProps } from './provider.tsx';
export {
  useAdminChat,
  useAdminChats,
  useChat,
  useChats,
  type UseAdminChats,
  type UseChat,
  type UseChats,
} from './useChats.ts';
export { useAccount, useClient } from './context.ts';
export { useConnection } from './useConnection.ts';
export type { ListView } from './useList.ts';
export {
  useChangeLesson,
  useLessons,
  useScheduleLesson,
  type UseChangeLesson,
  type UseLessons,
  type UseScheduleLesson,
} from '../realms/school/react/useLessons.ts';
export {
  useDeleteMessage,
  useMarkRead,
  useSendMessage,
  type UseDeleteMessage,
  type UseSendMessage,
} from './useMessageActions.ts';
export { useMessages, type UseMessages } from './useMessages.ts';
export { useOutbox } from './useOutbox.ts';
export { usePresence, useTypingNotice, useTypists } from './usePresence.ts';
export { useSession, type UseSession } from './useSession.ts';
export { useAddUser, useUsers, type UseAddUser, type UseUsers } from '../realms/school/react/useUsers.ts';
