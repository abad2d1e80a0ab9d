import * as desk from '../src/desk/index.ts';
import { Store } from '../src/index.ts';
import * as school from '../src/realms/school/react/index.ts';
import * as hooks from '../src/react/index.ts';

const NO_STORE = new Store('');
const NO_MESSAGES: readonly never[] = [];

/** Every hook, in one call each. */
export const CALLS: Readonly<Record<string, () => unknown>> = {
  useChat: () => hooks.useChat(1),
  useChatActions: () => hooks.useChatActions(1),
  useChatClient: () => hooks.useChatClient(),
  useChats: () => hooks.useChats(),
  useClient: () => hooks.useClient(),
  useConnection: () => hooks.useConnection(),
  useCreateChat: () => hooks.useCreateChat(),
  useDraft: () => hooks.useDraft(1),
  useMarkRead: () => hooks.useMarkRead(1),
  useMessageActions: () => hooks.useMessageActions(),
  useMessages: () => hooks.useMessages(1),
  useOutbox: () => hooks.useOutbox(),
  usePaged: () => hooks.usePaged(null),
  usePinnedMessages: () => hooks.usePinnedMessages(null),
  usePresence: () => hooks.usePresence(1),
  useReaders: () => hooks.useReaders(1),
  useSearch: () => hooks.useSearch({ q: 'word' }),
  useSend: () => hooks.useSend(1),
  useSession: () => hooks.useSession(),
  useSetBlocked: () => hooks.useSetBlocked(),
  useStore: () => hooks.useStore(NO_STORE, ''),
  useTyping: () => hooks.useTyping(1),
  useTypingUsers: () => hooks.useTypingUsers(1),
  useUnread: () => hooks.useUnread(),
  useUpload: () => hooks.useUpload(),
  useUploadProgress: () => hooks.useUploadProgress(),
  useUser: () => hooks.useUser(1),
  useUserSearch: () => hooks.useUserSearch('name'),
  useAccountRequests: () => school.useAccountRequests(),
  useAddUser: () => school.useAddUser(),
  useChangeLesson: () => school.useChangeLesson(),
  useChangePassword: () => school.useChangePassword(),
  useDeactivatedUsers: () => school.useDeactivatedUsers(),
  useDeletedTexts: () => school.useDeletedTexts(1, NO_MESSAGES, true),
  useInvitations: () => school.useInvitations(),
  useLessonConflicts: () => school.useLessonConflicts(null),
  useLessons: () => school.useLessons(),
  useLogIns: () => school.useLogIns(),
  usePeopleAdmin: () => school.usePeopleAdmin(),
  useScheduleLesson: () => school.useScheduleLesson(),
  useShownInvitation: () => school.useShownInvitation('token'),
  useUsers: () => school.useUsers(''),
  useChatAt: () => desk.useChatAt(1, null),
  useDecideReport: () => desk.useDecideReport(),
  useErasure: () => desk.useErasure(1),
  useErasures: () => desk.useErasures(),
  useExportChat: () => desk.useExportChat(1),
  useProof: () => desk.useProof(),
  useReports: () => desk.useReports('open'),
  useStatistics: () =>
    desk.useStatistics({ from: '2026-01-01', to: '2026-02-01', time_zone: 'UTC' }),
  useTimeline: () => desk.useTimeline(1),
  useUnanswered: () => desk.useUnanswered(),
};
