import { VisuallyHidden } from '@vestnik/ui';
import { JumpToNewest, useAtEnd } from '../../../message/index.ts';
import { useStrings } from '@vestnik/ui/i18n';
import {
  useCallback,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type RefObject,
} from 'react';

import type { ConversationView } from '../conversationView.ts';
import type { UseMessages } from '@vestnik/sdk/react';
import { OlderMessagesStatus } from './OlderMessagesStatus.tsx';
import { MessageLogRow } from './MessageLogRow.tsx';
import { messagesOf } from '../messagesOf.ts';
import type { MessageActions } from '../messages/MessageItemContainer.tsx';
import { strings } from '../strings.ts';
import styles from './MessageLog.module.css';
import type { Row, RowsInput } from './rows.ts';
import type { Jumps } from '../jumps/useJumps.ts';
import { useLoadMoreMessages } from './useLoadMoreMessages.ts';
import { useMessageKeys } from './useMessageKeys.ts';
import { EDGE_PX, useLogVirtualizer, type LogVirtualizer } from './useLogVirtualizer.ts';
import { useMarkReadWhenVisible } from './useMarkReadWhenVisible.ts';
import { newestIdOf, useNewCount } from './useNewCount.ts';

interface MessageLogProps {
  chatId: number;
  timeline: UseMessages;
  view: ConversationView;
  /** The divider stands above this message. */
  unreadFrom: number | null;
  /** Grows by each message sent from here: then the log goes to its end. */
  sentCount: number;
  jumps: Jumps;
  actions: MessageActions;
}

/** So many rows from an edge, its next page is asked for. */
const EDGE_ROWS = 12;

/** The messages. Only what is near the screen is in the page. */
export function MessageLog(props: MessageLogProps) {
  const { timeline, view, sentCount, jumps, actions } = props;
  const t = useStrings(strings);
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const input = rowsInput(props);
  const { rows, virtualizer, jumpToDivider } = useLogVirtualizer(log, input, jumps);

  const scrollToEnd = useCallback(() => {
    virtualizer.scrollToEnd();
  }, [virtualizer]);
  const isAtEnd = useAtEnd(log, content, scrollToEnd);
  const isAway = isAtEnd === false;
  useScrollAfterSending(sentCount, scrollToEnd);
  const keys = useMessageKeys(log);
  const keysId = useId();

  const { isNearTop, isNearBottom } = nearEdges(virtualizer, rows.length);
  useLoadMoreMessages(timeline, isAtEnd !== null && isNearTop, isNearBottom);

  const newCount = useNewest(props, isAtEnd === true && !timeline.hasNextPage);

  return (
    <div className={styles['room']}>
      <div
        ref={log}
        className={styles['log']}
        role="log"
        aria-label={view.title}
        // Away from the end, what enters the page is history and not news.
        aria-live={isAway ? 'off' : 'polite'}
        aria-relevant="additions"
        aria-busy={timeline.isFetchingPreviousPage || timeline.isFetchingNextPage}
        aria-describedby={keysId}
        // The log scrolls by keyboard only while it has the focus.
        {...keys}
      >
        <VisuallyHidden id={keysId}>{t.logKeys}</VisuallyHidden>
        <LogContent
          ref={content}
          rows={rows}
          virtualizer={virtualizer}
          timeline={timeline}
          view={view}
          targetId={jumps.targetId}
          actions={actions}
        />
      </div>
      <JumpButtons
        log={log}
        isAway={isAway}
        newCount={newCount}
        jumps={jumps}
        scrollToEnd={scrollToEnd}
        jumpToDivider={jumpToDivider}
      />
    </div>
  );
}

function rowsInput({ timeline, view, unreadFrom }: MessageLogProps): RowsInput {
  return {
    messages: messagesOf(timeline),
    pending: timeline.pending,
    hasOlder: timeline.hasPreviousPage,
    ownId: view.ownId,
    unreadFrom,
  };
}

/** Whether the rows in the page reach close to the first and the last one. */
function nearEdges(virtualizer: LogVirtualizer['virtualizer'], count: number) {
  const items = virtualizer.getVirtualItems();
  return {
    isNearTop: (items[0]?.index ?? count) < EDGE_ROWS,
    isNearBottom: (items.at(-1)?.index ?? 0) >= count - EDGE_ROWS,
  };
}

/** Marks the messages on the screen read, and returns the number of those below it. */
function useNewest(props: MessageLogProps, isNewestSeen: boolean): number {
  const { chatId, timeline, view, unreadFrom, jumps } = props;
  useMarkReadWhenVisible(chatId, view.ownId, isNewestSeen ? newestIdOf(timeline) : 0);
  useForgottenOrigins(jumps, isNewestSeen);
  return useNewCount(timeline, view.ownId, unreadFrom, isNewestSeen);
}

/** Removes the way back to the origin of a jump once the newest message is on the screen. */
function useForgottenOrigins(jumps: Jumps, isNewestSeen: boolean): void {
  const forgetOrigins = useEffectEvent(jumps.forgetOrigins);
  useEffect(() => {
    if (isNewestSeen) forgetOrigins();
  }, [isNewestSeen]);
}

/** Goes to the end after a message was sent from here. */
function useScrollAfterSending(sentCount: number, scrollToEnd: () => void): void {
  // The log of another part of the history is a new one: it opens at its target.
  const [sentBefore] = useState(sentCount);
  useLayoutEffect(() => {
    if (sentCount > sentBefore) scrollToEnd();
  }, [scrollToEnd, sentCount, sentBefore]);
}

interface JumpButtonsProps extends Pick<LogVirtualizer, 'jumpToDivider'> {
  log: RefObject<HTMLDivElement | null>;
  isAway: boolean;
  newCount: number;
  jumps: Jumps;
  scrollToEnd: () => void;
}

/** A button may go with its click; the focus does not go with it. */
function JumpButtons(props: JumpButtonsProps) {
  const { log, isAway, newCount, jumps, scrollToEnd, jumpToDivider } = props;
  const keepingFocus = (jump: () => void) => () => {
    jump();
    log.current?.focus({ preventScroll: true });
  };
  return (
    <JumpToNewest
      isAway={isAway}
      newCount={newCount}
      onJump={keepingFocus(() => {
        jumps.jumpToNewest();
        scrollToEnd();
      })}
      onBack={jumps.jumpBack && keepingFocus(jumps.jumpBack)}
      onUnread={jumpToDivider && keepingFocus(jumpToDivider)}
    />
  );
}

interface LogContentProps extends Pick<MessageLogProps, 'timeline' | 'view' | 'actions'> {
  ref: RefObject<HTMLDivElement | null>;
  rows: readonly Row[];
  virtualizer: LogVirtualizer['virtualizer'];
  targetId: number | null;
}

/** The rows near the screen, each at its position. */
function LogContent(props: LogContentProps) {
  const { ref, rows, virtualizer, timeline, view, targetId, actions } = props;
  return (
    <div ref={ref} className={styles['content']} style={{ height: virtualizer.getTotalSize() }}>
      {timeline.hasPreviousPage ? (
        <OlderMessagesStatus
          hasFailed={timeline.error !== null}
          height={EDGE_PX}
          onRetry={() => {
            timeline.fetchPreviousPage();
          }}
        />
      ) : null}
      {virtualizer.getVirtualItems().map((item) => {
        const row = rows[item.index];
        return row ? (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            className={styles['row']}
            data-index={item.index}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <MessageLogRow
              row={row}
              view={view}
              actions={actions}
              isTarget={isRowOf(row, targetId)}
            />
          </div>
        ) : null;
      })}
    </div>
  );
}

function isRowOf(row: Row, messageId: number | null): boolean {
  return row.kind === 'message' && row.message.id === messageId;
}
