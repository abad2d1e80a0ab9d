import { useEffect, useMemo, useState } from 'react';

import {
  toVestnikError,
  type Chat,
  type ChatClient,
  type Message,
  type VestnikError,
} from '../index.ts';
import { changesMessages } from '../realtime/events.ts';
import { applyToMessage } from '../sync/state/message.ts';
import { useChatClient } from './context.ts';
import { queryResult, type QueryResult } from './result.ts';

const NO_MESSAGES: ReadonlyMap<number, Message> = new Map();

/**
 * The pinned messages of a chat, the one pinned last first, kept up to date: those that are read, while
 * others are being read.
 */
export function usePinnedMessages(chat: Chat | null): QueryResult<readonly Message[]> {
  const chatClient = useChatClient();
  const [known, setKnown] = useState(NO_MESSAGES);
  const [error, setError] = useState<VestnikError | null>(null);
  const pins = chat?.pins;
  const ids = useMemo(() => pins?.map(({ message_id }) => message_id), [pins]);
  const missing = ids?.filter((id) => !known.has(id)) ?? [];
  const missingKey = missing.join(' ');

  useEffect(() => {
    if (chatClient === null || missingKey === '') return;
    let isCurrent = true;
    const read = async (): Promise<void> => {
      for (const id of missingKey.split(' ').map(Number)) {
        const message = await chatClient.api.message(id);
        if (!isCurrent) return;
        setKnown((before) => new Map(before).set(id, message));
        setError(null);
      }
    };
    read().catch((thrown: unknown) => {
      if (isCurrent) setError(toVestnikError(thrown));
    });
    return () => {
      isCurrent = false;
    };
  }, [chatClient, missingKey]);
  useEffect(() => (chatClient === null ? undefined : follow(chatClient, setKnown)), [chatClient]);

  return useMemo(() => {
    const read = ids?.flatMap((id) => known.get(id) ?? []).toReversed();
    const isUnread = read?.length === 0 && ids?.length !== 0;
    return queryResult(isUnread ? undefined : read, error);
  }, [ids, known, error]);
}

type SetKnown = (
  change: (before: ReadonlyMap<number, Message>) => ReadonlyMap<number, Message>,
) => void;

/** Applies events to the pinned messages. */
function follow({ buffer, user }: ChatClient, setKnown: SetKnown): () => void {
  return buffer.listen({
    onEvent: (event) => {
      if (!changesMessages(event)) return;
      setKnown((before) => {
        const after = [...before].map(
          ([id, message]) => [id, applyToMessage(message, event, user.id)] as const,
        );
        return after.every(([id, message]) => before.get(id) === message) ? before : new Map(after);
      });
    },
    onGap: () => undefined,
    onReset: () => {
      setKnown(() => NO_MESSAGES);
    },
  });
}
