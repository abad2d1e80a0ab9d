/** Hooks of the school, below `VestnikProvider`. */
export { SchoolProvider, type SchoolProviderProps } from './provider.tsx';
export { useDeletedTexts } from './useDeletedTexts.ts';
export {
  useChangeLesson,
  useLessonConflicts,
  useLessons,
  useScheduleLesson,
  type UseChangeLesson,
  type UseLessons,
  type UseScheduleLesson,
} from './useLessons.ts';
export { useAddUser, useUsers, type UseAddUser, type UseUsers } from './useUsers.ts';
export { useAccountRequests, type AccountRequests } from './useAccountRequests.ts';
export { useChangePassword, useLogIns, type UseLogIns } from './useLogIns.ts';
export { useShownInvitation, type UseShownInvitation } from './useShownInvitation.ts';
export {
  useDeactivatedUsers,
  useInvitations,
  usePeopleAdmin,
  type UseDeactivatedUsers,
  type UseInvitations,
  type UsePeopleAdmin,
} from './usePeopleAdmin.ts';
