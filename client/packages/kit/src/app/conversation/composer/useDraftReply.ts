import { quoteOf, type Draft, type Quote } from '@vestnik/sdk';
import { useChatClient } from '@vestnik/sdk/react';
import { useEffect, useState, type Dispatch, type SetStateAction } from 'react';

/**
 * The message that is answered: chosen here, or that of the draft on the server. The latter is taken
 * back with its draft.
 */
export function useDraftReply(
  draft: Draft | null,
): [Quote | null, Dispatch<SetStateAction<Quote | null>>] {
  const chatClient = useChatClient();
  const [replyTo, setReplyTo] = useState<Quote | null>(null);
  const id = draft?.reply_to_id ?? null;
  useEffect(() => {
    if (id === null || chatClient === null) return;
    let isCurrent = true;
    chatClient.api.message(id).then(
      (message) => {
        if (isCurrent && message.deleted_at === null) setReplyTo((now) => now ?? quoteOf(message));
      },
      // What cannot be read is not answered.
      () => undefined,
    );
    return () => {
      isCurrent = false;
      setReplyTo((now) => (now?.id === id ? null : now));
    };
  }, [chatClient, id]);
  return [replyTo, setReplyTo];
}
