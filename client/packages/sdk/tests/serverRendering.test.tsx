import { renderToString } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';

import { createVestnik, type VestnikOptions } from '../src/client.ts';
import * as desk from '../src/desk/index.ts';
import { Store } from '../src/index.ts';
import { guest } from '../src/realms/market/index.ts';
import { schoolCookies } from '../src/realms/school/index.ts';
import * as school from '../src/realms/school/react/index.ts';
import * as hooks from '../src/react/index.ts';

const NO_STORE = new Store('');

/** Every hook, in one call each. */
const CALLS: Readonly<Record<string, () => unknown>> = {
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
  useSendingDelay: () => hooks.useSendingDelay(1),
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
  useDeletedTexts: () => school.useDeletedTexts(1, [], true),
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

function Page() {
  for (const call of Object.values(CALLS)) call();
  const { status } = hooks.useSession();
  const { chats, isLoading } = hooks.useChats();
  return <p>{[status, isLoading, chats.length].join(' ')}</p>;
}

function render(options: Partial<VestnikOptions>): string {
  const client = createVestnik({ realm: 'campus', ...options });
  return renderToString(
    <hooks.VestnikProvider client={client}>
      <school.SchoolProvider>
        <desk.DeskProvider language="ru">
          <Page />
        </desk.DeskProvider>
      </school.SchoolProvider>
    </hooks.VestnikProvider>,
  );
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a server renders every hook, and requests nothing', () => {
  const exported = Object.keys({ ...hooks, ...school, ...desk }).filter((name) =>
    /^use[A-Z]/.test(name),
  );
  expect(Object.keys(CALLS).toSorted()).toEqual(exported.toSorted());
  let requests = 0;
  const fetch = (): Promise<Response> => {
    requests += 1;
    return Promise.reject(new Error('not on a server'));
  };
  // A server has no address of its own, and needs none.
  expect(render({ fetch })).toBe('<p>loading true 0</p>');
  expect(render({ fetch, auth: schoolCookies() })).toBe('<p>loading true 0</p>');
  expect(render({ fetch, auth: guest() })).toBe('<p>loading true 0</p>');
  expect(requests).toBe(0);
});

test('a request without an address rejects with a network error', async () => {
  const client = createVestnik({ realm: 'campus' });
  await expect(client.api.me()).rejects.toMatchObject({ kind: 'network' });
  await expect(client.readFile('/v1/campus/attachments/1')).rejects.toMatchObject({
    kind: 'network',
  });
});
