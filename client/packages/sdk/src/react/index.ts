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
} from './use-chats.ts';
export { useAccount, useClient } from './context.ts';
export { useConnection } from './use-connection.ts';
export type { ListView } from './use-list.ts';
export {
  useChangeLesson,
  useLessons,
  useScheduleLesson,
  type UseChangeLesson,
  type UseLessons,
  type UseScheduleLesson,
} from './use-lessons.ts';
export {
  useDeleteMessage,
  useMarkRead,
  useSendMessage,
  type UseDeleteMessage,
  type UseSendMessage,
} from './use-message-actions.ts';
export { useMessages, type UseMessages } from './use-messages.ts';
export { useOutbox } from './use-outbox.ts';
export { usePresence, useTypingNotice, useTypists } from './use-signals.ts';
export { useSession, type UseSession } from './use-session.ts';
export { useAddUser, useUsers, type UseAddUser, type UseUsers } from './use-users.ts';
export { useAccountRequests, type AccountRequests } from './useAccountRequests.ts';
export {
  useChangePassword,
  useLogIns,
  useProfile,
  type UseLogIns,
  type UseProfile,
} from './useOwnAccount.ts';
export {
  useInvitations,
  usePeopleAdmin,
  usePictures,
  type UseInvitations,
  type UsePeopleAdmin,
} from './usePeopleAdmin.ts';
