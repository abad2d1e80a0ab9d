import { FailureNote, MessageBubble } from '@vestnik/kit/message';
import { useProblemText } from '@vestnik/ui/problem';

import { currentOutbox, type PendingMessage } from '../lib/live.ts';

/** One's own message on its way, or refused. */
export function PendingItem({ pending, you }: { pending: PendingMessage; you: string }) {
  const problem = useProblemText();
  const { clientId, text, createdAt, state, error } = pending;
  return (
    <MessageBubble
      author={you}
      shownName={null}
      content={text}
      createdAt={createdAt}
      side="end"
      isOwn
      isDeleted={false}
      endsGroup
      delivery={state}
      note={
        state === 'failed' ? (
          <FailureNote
            reason={error && problem(error)}
            onRetry={() => {
              void currentOutbox()?.retry(clientId);
            }}
            onDiscard={() => {
              void currentOutbox()?.discard(clientId);
            }}
          />
        ) : null
      }
    />
  );
}
