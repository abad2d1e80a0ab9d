import { useEffect, useMemo } from 'react';

import type { Draft } from '../index.ts';
import { useChatClient } from './context.ts';
import { queryResult, type QueryResult } from './result.ts';
import { useChat } from './useChats.ts';

/** `data` is the draft on the server, from this device or another; null if there is none. */
export interface UseDraft extends QueryResult<Draft | null> {
  /** Saves it after a pause in typing; an empty text removes it. */
  readonly save: (text: string, replyTo?: number | null) => void;
  /** The draft was sent: there is none any more, and nothing that waits is saved. */
  readonly cancel: () => void;
}

/** The user's draft in a chat, on all their devices. */
export function useDraft(chatId: number): UseDraft {
  const chatClient = useChatClient();
  const drafts = chatClient?.drafts;
  const { data: chat, error } = useChat(chatId);
  const draft = chat === undefined ? undefined : (chat?.me.draft ?? null);
  const actions = useMemo(
    () => ({
      save: (text: string, replyTo: number | null = null) =>
        drafts?.schedule(chatId, { text, reply_to_id: replyTo }),
      cancel: () => chatClient?.endDraft(chatId),
    }),
    [chatClient, drafts, chatId],
  );
  useEffect(
    () => () => {
      void drafts?.flushAll();
    },
    [drafts, chatId],
  );
  return useMemo(() => ({ ...queryResult(draft, error), ...actions }), [draft, error, actions]);
}
