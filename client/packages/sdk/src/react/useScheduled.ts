import { useEffect, useMemo } from 'react';

import type { NewScheduledMessage, ScheduledChange } from '../index.ts';
import { scheduledOf } from '../sync/scheduledLists.ts';
import { NO_SCHEDULED, type ScheduledEntry } from '../sync/state/scheduled.ts';
import { useChatClient, useClient } from './context.ts';
import { queryResult, type QueryResult } from './result.ts';
import { useStore } from './useStore.ts';

/** The functions reject with a `VestnikError`. */
export interface UseScheduled extends QueryResult<readonly ScheduledEntry[]> {
  /** Repeating it with the same `client_id` schedules no second message. */
  readonly schedule: (message: NewScheduledMessage) => Promise<void>;
  /** What is absent stays. One that has failed waits again, for another time. */
  readonly change: (id: number, change: ScheduledChange) => Promise<void>;
  /** Within seconds, and not before the promise is resolved. */
  readonly sendNow: (id: number) => Promise<void>;
  readonly cancel: (id: number) => Promise<void>;
}

/**
 * The user's messages of a chat that are sent later, and those that were refused at their time, the next one
 * first; kept up to date. All chats share one request.
 */
export function useScheduled(chatId: number): UseScheduled {
  const client = useClient();
  const chatClient = useChatClient();
  const list = useMemo(
    () => (chatClient === null ? null : scheduledOf(client, chatClient)),
    [client, chatClient],
  );
  const { entries, isLoaded, error } = useStore(list?.state, NO_SCHEDULED);
  useEffect(() => {
    list?.ensureLoaded();
  }, [list]);
  const ofChat = useMemo(
    () => entries.filter(({ chat_id }) => chat_id === chatId),
    [entries, chatId],
  );
  const actions = useMemo(
    () => ({
      schedule: async (message: NewScheduledMessage) => list?.create(chatId, message),
      change: async (id: number, change: ScheduledChange) => list?.change(id, change),
      sendNow: async (id: number) => list?.sendNow(id),
      cancel: async (id: number) => list?.cancel(id),
    }),
    [list, chatId],
  );
  return useMemo(
    () => ({ ...queryResult(isLoaded ? ofChat : undefined, error), ...actions }),
    [isLoaded, ofChat, error, actions],
  );
}
