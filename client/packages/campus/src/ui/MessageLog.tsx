/* eslint-disable react-hooks/immutability -- an effect moves the log's scroll bar */
import { Button, EmptyState, VisuallyHidden } from '@vestnik/ui';
import { JumpToNewest, useAtEnd } from '@vestnik/kit/message';
import { useTimeFormat } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { MessagesSquare } from 'lucide-react';
import { useCallback, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';

import { usePending } from '../lib/usePending.ts';
import type { UseWebSocket } from '../lib/useWebSocket.tsx';
import { useReads } from '../model/services/chatQueries.ts';
import { furthestRead } from '../model/services/reads.ts';
import type { Message } from '../model/types/chat.ts';
import type { Cast } from './cast.ts';
import type { MessageActions } from './choices.ts';
import { MessageItem } from './MessageItem.tsx';
import styles from './MessageLog.module.css';
import { messages as words } from './messages.ts';
import { PendingItem } from './PendingItem.tsx';
import { rowsOf } from './rows.ts';
import { useReading } from './useReading.ts';
import { useRovingRows } from './useRovingRows.ts';

export interface ShownHistory {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  readonly isFetchingOlder: boolean;
  readonly fetchOlder: () => void;
}

interface MessageLogProps {
  conversationId: string;
  cast: Cast;
  socket: UseWebSocket;
  history: ShownHistory;
  /** Grows by each message sent from here: then the log goes to its end. */
  sentCount: number;
  actions: MessageActions;
  onMore: (message: Message) => void;
}

/** The messages. Its end stays in sight where it was, and is not forced on who reads elsewhere. */
export function MessageLog(props: MessageLogProps) {
  const { conversationId, cast, socket, history, sentCount, actions, onMore } = props;
  const t = useText(words);
  const { day, dayKey } = useTimeFormat();
  const reads = useReads(conversationId);
  const pending = usePending();
  const { messages } = history;
  const rows = useMemo(() => {
    const own = pending.filter((letter) => letter.conversationId === conversationId);
    return rowsOf(messages, own, dayKey);
  }, [messages, pending, conversationId, dayKey]);
  const byId = useMemo(() => new Map(messages.map((one) => [one.id, one])), [messages]);
  const { marks } = cast;
  const readIds = useMemo(() => {
    const furthest = furthestRead(messages, [...marks, ...Object.values(reads)]);
    return new Set(messages.slice(0, furthest + 1).map(({ id }) => id));
  }, [messages, marks, reads]);

  const keysId = useId();
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const scrollToEnd = useCallback(() => {
    const element = log.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, []);
  const isAtEnd = useAtEnd(log, content, scrollToEnd);
  const isAway = isAtEnd === false;
  useRovingRows(log, rows);
  useScrollPlace(log, rows.length, messages[0]?.id, isAway, scrollToEnd);
  useLayoutEffect(() => {
    scrollToEnd();
  }, [scrollToEnd, sentCount]);
  useReading(conversationId, messages.at(-1)?.id, isAtEnd === true, socket.sendRead);
  const newCount = useNewCount(messages, cast.ownId, isAway);

  return (
    <div className={styles['room']}>
      <VisuallyHidden id={keysId}>{t.logKeys}</VisuallyHidden>
      <div
        ref={log}
        className={styles['log']}
        role="log"
        aria-label={cast.title}
        aria-describedby={keysId}
        aria-live={isAway ? 'off' : 'polite'}
        aria-relevant="additions"
        aria-busy={history.isFetchingOlder}
        // Where it has no messages, the focus has nowhere else to be.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={({ currentTarget }) => {
          const isNearTop = currentTarget.scrollTop < currentTarget.clientHeight;
          if (isNearTop && history.hasOlder && !history.isFetchingOlder) history.fetchOlder();
        }}
      >
        <div ref={content} className={styles['content']}>
          {history.hasOlder ? (
            <div className={styles['edge']}>
              <Button data-row="" isPending={history.isFetchingOlder} onClick={history.fetchOlder}>
                {t.loadOlder}
              </Button>
            </div>
          ) : null}
          {rows.length === 0 ? (
            <EmptyState icon={<MessagesSquare size={28} />} title={t.empty}>
              {t.emptyHint}
            </EmptyState>
          ) : null}
          {rows.map((row) => {
            if (row.kind === 'day') {
              return (
                <p key={row.key} className={styles['day']}>
                  {day(row.at)}
                </p>
              );
            }
            if (row.kind === 'pending') {
              return <PendingItem key={row.key} pending={row.pending} you={t.you} />;
            }
            const { message } = row;
            return (
              <MessageItem
                key={row.key}
                row={row}
                cast={cast}
                answered={message.reply_to === null ? undefined : byId.get(message.reply_to)}
                isRead={readIds.has(message.id)}
                actions={actions}
                onMore={onMore}
              />
            );
          })}
        </div>
      </div>
      <JumpToNewest
        isAway={isAway}
        newCount={newCount}
        onJump={() => {
          scrollToEnd();
          log.current?.focus({ preventScroll: true });
        }}
      />
    </div>
  );
}

/** What comes at the end is shown to who is there; what comes at the top moves nothing. */
function useScrollPlace(
  log: React.RefObject<HTMLDivElement | null>,
  rowCount: number,
  oldestId: string | undefined,
  isAway: boolean,
  scrollToEnd: () => void,
): void {
  const before = useRef({ oldestId, height: 0, top: 0 });
  useLayoutEffect(() => {
    const element = log.current;
    if (element === null) return;
    const was = before.current;
    if (!isAway) scrollToEnd();
    else if (was.oldestId !== oldestId && element.scrollTop === was.top) {
      // The browser's own anchoring has not done it.
      element.scrollTop += element.scrollHeight - was.height;
    }
  }, [log, rowCount, oldestId, isAway, scrollToEnd]);
  useLayoutEffect(() => {
    const element = log.current;
    if (element === null) return;
    before.current = { oldestId, height: element.scrollHeight, top: element.scrollTop };
  });
}

/** How many messages of others came since the end was last in sight. */
function useNewCount(messages: readonly Message[], ownId: number | null, isAway: boolean): number {
  const newestId = messages.at(-1)?.id;
  const [seenId, setSeenId] = useState(newestId);
  if (!isAway && seenId !== newestId) setSeenId(newestId);
  if (!isAway) return 0;
  const seenAt = messages.findIndex(({ id }) => id === seenId);
  return messages.slice(seenAt + 1).filter(({ sender_id }) => sender_id !== ownId).length;
}
