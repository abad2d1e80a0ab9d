import { useState } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';

import { createVestnik } from '../src/client.ts';
import { DeskProvider } from '../src/desk/index.ts';
import { VestnikProvider } from '../src/react/index.ts';
import { SchoolProvider } from '../src/realms/school/react/index.ts';
import { CALLS } from './hookCalls.ts';

const QUERY = ['data', 'error', 'isPending', 'status'];
const REQUEST = [...QUERY, 'isCopy', 'refetch'];
const NEXT_PAGE = ['fetchNextPage', 'hasNextPage', 'isFetchingNextPage'];
const PREVIOUS_PAGE = ['fetchPreviousPage', 'hasPreviousPage', 'isFetchingPreviousPage'];
const LIST = [...REQUEST, ...NEXT_PAGE];
const MUTATION = ['error', 'isPending', 'mutate', 'mutateAsync', 'reset'];

/** The fields of the results. The other hooks return the client, or functions that return promises. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  useChat: [...REQUEST, 'isFetched'],
  useChats: LIST,
  useConnection: QUERY,
  useCreateChat: MUTATION,
  useDraft: [...QUERY, 'cancel', 'save'],
  useMarkRead: ['mutate'],
  useMembers: LIST,
  useMessages: [...LIST, ...PREVIOUS_PAGE, 'isFetched', 'pending'],
  useOutbox: QUERY,
  usePaged: LIST,
  usePinnedMessages: QUERY,
  usePolicy: ['policy', 'status'],
  usePresence: QUERY,
  useReaders: LIST,
  useReadUpTo: QUERY,
  useScheduled: [...QUERY, 'cancel', 'change', 'schedule', 'sendNow'],
  useSearch: LIST,
  useSend: ['discard', 'error', 'isPending', 'mutate', 'retry'],
  useSetBlocked: MUTATION,
  useTyping: [...QUERY, 'notifier'],
  useTypingUsers: QUERY,
  useUnread: REQUEST,
  useUpload: [...MUTATION, 'progress'],
  useUploadProgress: QUERY,
  useUser: QUERY,
  useUserSearch: LIST,
  useVoters: LIST,
  useAddUser: MUTATION,
  useChangeLesson: MUTATION,
  useChangePassword: MUTATION,
  useDeactivatedUsers: LIST,
  useDeletedTexts: QUERY,
  useInvitations: [...LIST, 'invite', 'revoke'],
  useLessonConflicts: REQUEST,
  useLessons: LIST,
  useLogIns: [...REQUEST, 'end'],
  useScheduleLesson: MUTATION,
  useShownInvitation: REQUEST,
  useUsers: LIST,
  useAccesses: LIST,
  useChatAt: [...REQUEST, 'isPlaceholderData'],
  useDecideReport: MUTATION,
  useErasure: [...REQUEST, 'request', 'withdraw'],
  useErasures: LIST,
  useExportChat: MUTATION,
  useGiveReason: MUTATION,
  useProof: [...REQUEST, 'verify'],
  useReports: LIST,
  useStatistics: REQUEST,
  useTimeline: [...REQUEST, ...NEXT_PAGE],
  useUnanswered: LIST,
};

type Results = Readonly<Record<string, unknown>>;

/** The results of each render of one component, which is rendered twice. */
function renderTwice(): readonly Results[] {
  const renders: Results[] = [];
  function Page() {
    const [isAgain, setIsAgain] = useState(false);
    const results = Object.entries(CALLS).map(([name, call]) => [name, call()] as const);
    renders.push(Object.fromEntries(results));
    if (!isAgain) setIsAgain(true);
    return null;
  }
  renderToString(
    <VestnikProvider client={createVestnik({ realm: 'campus' })}>
      <SchoolProvider>
        <DeskProvider language="ru">
          <Page />
        </DeskProvider>
      </SchoolProvider>
    </VestnikProvider>,
  );
  return renders;
}

test('hooks return results of one shape', () => {
  const [results] = renderTwice();
  for (const [name, fields] of Object.entries(FIELDS)) {
    expect(Object.keys(results?.[name] ?? {}).toSorted(), name).toEqual(fields.toSorted());
  }
});

test('no hook returns a bare value', () => {
  const [results] = renderTwice();
  const bare = Object.entries(results ?? {}).filter(
    ([name, result]) => typeof result !== 'object' && name !== 'useStore',
  );
  expect(bare).toEqual([]);
});

test('hooks return the same results while nothing changes', () => {
  const [first, second] = renderTwice();
  expect(second).toBeDefined();
  for (const [name, result] of Object.entries(first ?? {})) {
    expect(second?.[name], name).toBe(result);
  }
});
