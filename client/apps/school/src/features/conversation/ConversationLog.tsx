import type { Message } from '@vestnik/sdk';
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';

import { canDelete, type ConversationView } from './conversationView.ts';
import styles from './Conversation.module.css';
import { DeleteDialog } from './DeleteDialog.tsx';
import { useSend, type UseMessages } from '@vestnik/sdk/react';
import { LogSkeleton } from './LogSkeleton.tsx';
import type { MessageActions } from './MessageItem.tsx';
import { MessageLog } from './MessageLog.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import { useUnreadDivider } from './useUnreadDivider.ts';

interface ConversationLogProps {
  chatId: number;
  timeline: UseMessages;
  view: ConversationView;
  unreadCount: number;
  sentCount: number;
}

/** The log as soon as it is known where to open it, and the dialogs over it. */
export function ConversationLog({
  chatId,
  timeline,
  view,
  unreadCount,
  sentCount,
}: ConversationLogProps) {
  const divider = useUnreadDivider(timeline, view.ownId, unreadCount);
  const outbox = useSend(chatId);
  const [chosen, setChosen] = useState<Message | null>(null);
  const [toDelete, setToDelete] = useState<Message | null>(null);
  const container = useRef<HTMLDivElement>(null);
  /** Counts clicks on buttons that disappear with them, and with the focus. */
  const [refocusRequests, requestRefocus] = useReducer((count: number) => count + 1, 0);
  const actions = useMemo<MessageActions>(
    () => ({
      openMenu: setChosen,
      askToDelete: setToDelete,
      retry: (clientId) => {
        outbox.retry(clientId);
        requestRefocus();
      },
      discard: (clientId) => {
        outbox.discard(clientId);
        requestRefocus();
      },
    }),
    [outbox],
  );

  // After the render, when the focused button and the dialog are gone.
  useEffect(() => {
    if (refocusRequests === 0) return;
    container.current?.querySelector<HTMLElement>('[role="log"]')?.focus({ preventScroll: true });
  }, [refocusRequests]);

  if (!divider.isKnown) return <LogSkeleton />;
  return (
    <div ref={container} className={styles['log']}>
      <MessageLog
        chatId={chatId}
        timeline={timeline}
        view={view}
        // Sending marks the chat read.
        unreadFrom={sentCount > 0 ? null : divider.id}
        sentCount={sentCount}
        actions={actions}
      />
      {chosen ? (
        <MessageMenu
          message={chosen}
          onClose={() => {
            setChosen(null);
          }}
          onDelete={
            canDelete(view, chosen)
              ? () => {
                  setChosen(null);
                  setToDelete(chosen);
                }
              : null
          }
        />
      ) : null}
      {toDelete ? (
        <DeleteDialog
          message={toDelete}
          onClose={() => {
            setToDelete(null);
          }}
          onDeleted={() => {
            setToDelete(null);
            requestRefocus();
          }}
        />
      ) : null}
    </div>
  );
}
