import type { Message } from '@vestnik/sdk';
import { useSendMessage } from '@vestnik/sdk/react';
import { useEffect, useMemo, useReducer, useRef, useState } from 'react';

import type { Cast } from './cast.ts';
import styles from './Conversation.module.css';
import { DeleteDialog } from './DeleteDialog.tsx';
import type { Feed } from './feed.ts';
import { LogSkeleton } from './LogSkeleton.tsx';
import type { MessageActions } from './MessageItem.tsx';
import { MessageLog } from './MessageLog.tsx';
import { MessageMenu } from './MessageMenu.tsx';
import { useUnreadPlace } from './useUnreadPlace.ts';

interface OpenLogProps {
  chatId: number;
  feed: Feed;
  cast: Cast;
  unreadCount: number;
  sentCount: number;
}

/** The log as soon as it is known where to open it, and the dialog over it. */
export function OpenLog({ chatId, feed, cast, unreadCount, sentCount }: OpenLogProps) {
  const place = useUnreadPlace(feed, cast.ownId, unreadCount);
  const outbox = useSendMessage(chatId);
  const [chosen, setChosen] = useState<Message | null>(null);
  const [doomed, setDoomed] = useState<Message | null>(null);
  const room = useRef<HTMLDivElement>(null);
  /** How often a button was pressed that goes away by that. */
  const [focusLosses, countFocusLoss] = useReducer((count: number) => count + 1, 0);
  const actions = useMemo<MessageActions>(
    () => ({
      openMenu: setChosen,
      askToDelete: setDoomed,
      retry: (clientId) => {
        outbox.retry(clientId);
        countFocusLoss();
      },
      discard: (clientId) => {
        outbox.discard(clientId);
        countFocusLoss();
      },
    }),
    [outbox],
  );

  // After the render, when what had the focus has gone, and the dialog with it.
  useEffect(() => {
    if (focusLosses === 0) return;
    room.current?.querySelector<HTMLElement>('[role="log"]')?.focus({ preventScroll: true });
  }, [focusLosses]);

  if (!place.isKnown) return <LogSkeleton />;
  return (
    <div ref={room} className={styles['log']}>
      <MessageLog
        chatId={chatId}
        feed={feed}
        cast={cast}
        // Whoever answers has read what was new.
        unreadFrom={sentCount > 0 ? null : place.id}
        sentCount={sentCount}
        actions={actions}
      />
      {chosen ? (
        <MessageMenu
          message={chosen}
          onClose={() => {
            setChosen(null);
          }}
          onDelete={() => {
            setChosen(null);
            setDoomed(chosen);
          }}
        />
      ) : null}
      {doomed ? (
        <DeleteDialog
          message={doomed}
          onClose={() => {
            setDoomed(null);
          }}
          onDeleted={() => {
            setDoomed(null);
            countFocusLoss();
          }}
        />
      ) : null}
    </div>
  );
}
