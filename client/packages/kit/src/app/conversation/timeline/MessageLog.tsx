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
import type { Row } from './rows.ts';
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
  const { chatId, timeline, view, unreadFrom, sentCount, jumps, actions } = props;
  const t = useStrings(strings);
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const { ownId } = view;
  const input = {
    messages: messagesOf(timeline),
    pending: timeline.pending,
    hasOlder: timeline.hasPreviousPage,
    ownId,
    unreadFrom,
  };
  const { rows, virtualizer, jumpToDivider } = useLogVirtualizer(log, input, jumps);

  const scrollToEnd = useCallback(() => {
    virtualizer.scrollToEnd();
  }, [virtualizer]);
  const isAtEnd = useAtEnd(log, content, scrollToEnd);
  const isAway = isAtEnd === false;
  // The log of another part of the history is a new one: it opens at its target.
  const [sentBefore] = useState(sentCount);
  useLayoutEffect(() => {
    if (sentCount > sentBefore) scrollToEnd();
  }, [scrollToEnd, sentCount, sentBefore]);

  const keys = useMessageKeys(log);
  const keysId = useId();

  const items = virtualizer.getVirtualItems();
  const isNearTop = isAtEnd !== null && (items[0]?.index ?? rows.length) < EDGE_ROWS;
  const isNearBottom = (items.at(-1)?.index ?? 0) >= rows.length - EDGE_ROWS;
  useLoadMoreMessages(timeline, isNearTop, isNearBottom);

  const isNewestSeen = isAtEnd === true && !timeline.hasNextPage;
  const newCount = useNewCount(timeline, ownId, unreadFrom, isNewestSeen);
  useMarkReadWhenVisible(chatId, ownId, isNewestSeen ? newestIdOf(timeline) : 0);
  const forgetOrigins = useEffectEvent(jumps.forgetOrigins);
  useEffect(() => {
    if (isNewestSeen) forgetOrigins();
  }, [isNewestSeen]);
  // A button may go with its click; the focus should not go with it.
  const keepFocus = () => {
    log.current?.focus({ preventScroll: true });
  };

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
      <JumpToNewest
        isAway={isAway}
        newCount={newCount}
        onJump={() => {
          jumps.jumpToNewest();
          scrollToEnd();
          keepFocus();
        }}
        onBack={
          jumps.jumpBack &&
          (() => {
            jumps.jumpBack?.();
            keepFocus();
          })
        }
        onUnread={
          jumpToDivider &&
          (() => {
            jumpToDivider();
            keepFocus();
          })
        }
      />
    </div>
  );
}

interface LogContentProps extends Pick<MessageLogProps, 'timeline' | 'view' | 'actions'> {
  ref: RefObject<HTMLDivElement | null>;
  rows: readonly Row[];
  virtualizer: LogVirtualizer['virtualizer'];
  targetId: number | null;
}

/** The rows near the screen, each at its place. */
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
