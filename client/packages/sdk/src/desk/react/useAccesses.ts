import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { ListResult } from '../../react/result.ts';
import { useQueryMutationResult } from '../../react/tanstack.ts';
import type { MutationResult } from '../../react/useMutationResult.ts';
import { usePagedQuery } from '../../react/usePagedQuery.ts';
import type { DeskAccess } from '../types.ts';
import { useDeskApi, useDeskKey } from './context.ts';

/** Accesses by readers who are not members of a chat, the newest first: for admins. */
export function useAccesses(): ListResult<DeskAccess> {
  const api = useDeskApi();
  const key = useDeskKey();
  return usePagedQuery([...key, 'accesses'], (query) => api.accesses(query));
}

/**
 * Records why the user reads a chat without being its member, and repeats the refused requests of `useTimeline` and
 * `useChatAt`. The mutation ends when these have their answers.
 */
export function useGiveReason(chatId: number): MutationResult<string, void> {
  const api = useDeskApi();
  const key = useDeskKey();
  const queries = useQueryClient();
  return useQueryMutationResult(
    useMutation({
      mutationFn: (reason: string) => api.giveReason(chatId, reason),
      onSuccess: async () => {
        const refused = ['timeline', 'chat-at'].map((name) =>
          queries.refetchQueries({
            queryKey: [...key, name, chatId],
            predicate: ({ state }) => state.status === 'error',
          }),
        );
        await Promise.all(refused);
      },
    }),
  );
}
