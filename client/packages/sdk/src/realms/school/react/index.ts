/** Hooks of the school, below `VestnikProvider`. */
export { SchoolProvider, type SchoolProviderProps } from './provider.tsx';
export { useDeletedTexts } from './useDeletedTexts.ts';
export {
  useChangeLesson,
  useLessonConflicts,
  useLessons,
  useScheduleLesson,
  type ChangeOfLesson,
} from './useLessons.ts';
export { useAddUser, useUsers } from './useUsers.ts';
export { useAccountRequests, type AccountRequests } from './useAccountRequests.ts';
export { useChangePassword, useLogIns, type PasswordChange, type UseLogIns } from './useLogIns.ts';
export { useShownInvitation } from './useShownInvitation.ts';
export {
  useDeactivatedUsers,
  useInvitations,
  usePeopleAdmin,
  type UseInvitations,
  type UsePeopleAdmin,
} from './usePeopleAdmin.ts';
