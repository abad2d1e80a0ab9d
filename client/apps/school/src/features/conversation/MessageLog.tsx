import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

import { useText } from '../../i18n/index.ts';
import type { Cast } from './cast.ts';
import { estimateHeight } from './estimate.ts';
import type { Feed } from './feed.ts';
import { HistoryEdge } from './HistoryEdge.tsx';
import { JumpToNewest } from './JumpToNewest.tsx';
import { LogRow } from './LogRow.tsx';
import type { MessageActions } from './MessageItem.tsx';
import styles from './MessageLog.module.css';
import { messages as words } from './messages.ts';
import { RowBuilder } from './rows.ts';
import { scrollLog, ScrollPlace } from './scrollPlace.ts';
import { countNewer } from './unread.ts';
import { END_THRESHOLD_PX, useAtEnd } from './useAtEnd.ts';
import { useReadingMark } from './useReadingMark.ts';

interface MessageLogProps {
  chatId: number;
  feed: Feed;
  cast: Cast;
  /** The divider stands above this message. */
  unreadFrom: number | null;
  /** Grows by each message sent from here: then the log goes to its end. */
  sentCount: number;
  actions: MessageActions;
}

/** So many rows from an edge, its next page is asked for. */
const EDGE_ROWS = 12;

/** Room above the first row, where the history's spinner turns. */
const EDGE_PX = 56;

/** Where the divider stands when the chat is opened: about a third from the top. */
const DIVIDER_FROM_TOP_PX = 180;

/** The messages. Only what is near the screen is in the page. */
export function MessageLog({
  feed,
  cast,
  unreadFrom,
  sentCount,
  actions,
  chatId,
}: MessageLogProps) {
  const t = useText(words);
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [builder] = useState(() => new RowBuilder());
  const { messages, pending, hasOlder, hasNewer, isFetchingOlder, isFetchingNewer } = feed;
  const { error, fetchOlder, fetchNewer } = feed;
  const { ownId } = cast;

  const [place] = useState(() => new ScrollPlace());
  const rows = useMemo(() => {
    place.catchUp();
    return builder.build({ messages, pending, ownId, hasOlder, unreadFrom });
  }, [builder, place, messages, pending, ownId, hasOlder, unreadFrom]);
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  // Its functions change with what is on screen; nothing here memoises them.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => log.current,
    getItemKey,
    estimateSize: (index) => {
      const row = rows[index];
      return row ? estimateHeight(row) : 0;
    },
    overscan: 8,
    scrollToFn: scrollLog,
    paddingStart: hasOlder ? EDGE_PX : 12,
    paddingEnd: 4,
    scrollPaddingStart: DIVIDER_FROM_TOP_PX,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_THRESHOLD_PX,
  });

  useLayoutEffect(() => place.follow(virtualizer), [place, virtualizer]);
  const scrollToEnd = useCallback(() => {
    virtualizer.scrollToEnd();
  }, [virtualizer]);
  const isAtEnd = useAtEnd(log, content, scrollToEnd);

  const [dividerAtOpening] = useState(() => rows.findIndex((row) => row.kind === 'unread'));
  useLayoutEffect(() => {
    if (dividerAtOpening < 0) virtualizer.scrollToEnd();
    else virtualizer.scrollToIndex(dividerAtOpening, { align: 'start' });
  }, [virtualizer, dividerAtOpening]);
  useLayoutEffect(() => {
    if (sentCount > 0) virtualizer.scrollToEnd();
  }, [virtualizer, sentCount]);

  const items = virtualizer.getVirtualItems();
  const isNearTop = isAtEnd !== null && (items[0]?.index ?? rows.length) < EDGE_ROWS;
  const isNearBottom = (items.at(-1)?.index ?? 0) >= rows.length - EDGE_ROWS;
  const mayFetch = error === null;
  useEffect(() => {
    if (isNearTop && hasOlder && !isFetchingOlder && mayFetch) fetchOlder();
  }, [isNearTop, hasOlder, isFetchingOlder, mayFetch, fetchOlder]);
  useEffect(() => {
    if (isNearBottom && hasNewer && !isFetchingNewer && mayFetch) fetchNewer();
  }, [isNearBottom, hasNewer, isFetchingNewer, mayFetch, fetchNewer]);

  const newestId = messages.at(-1)?.id ?? 0;
  const isNewestSeen = isAtEnd === true && !hasNewer;
  useReadingMark(chatId, ownId, isNewestSeen ? newestId : 0);

  const [seenId, setSeenId] = useState(unreadFrom === null ? newestId : unreadFrom - 1);
  if (isNewestSeen && seenId !== newestId) setSeenId(newestId);
  const newCount = isNewestSeen ? 0 : countNewer(messages, seenId, ownId);

  return (
    <div className={styles['room']}>
      <div
        ref={log}
        className={styles['log']}
        role="log"
        aria-label={cast.title}
        // Away from the end, what enters the page is history and not news.
        aria-live={isAtEnd === false ? 'off' : 'polite'}
        aria-relevant="additions"
        aria-busy={isFetchingOlder || isFetchingNewer}
        // The log scrolls by keyboard only while it has the focus.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <div
          ref={content}
          className={styles['content']}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {hasOlder ? (
            <HistoryEdge hasFailed={error !== null} height={EDGE_PX} onRetry={fetchOlder} />
          ) : null}
          {items.map((item) => {
            const row = rows[item.index];
            return row ? (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                className={styles['row']}
                data-index={item.index}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LogRow row={row} cast={cast} actions={actions} />
              </div>
            ) : null;
          })}
        </div>
      </div>
      {isAtEnd === false ? (
        <JumpToNewest
          newCount={newCount}
          onJump={() => {
            virtualizer.scrollToEnd();
            log.current?.focus({ preventScroll: true });
          }}
        />
      ) : null}
      <div className={styles['announcement']} aria-live="polite">
        {isAtEnd === false && newCount > 0 ? t.newBelow(newCount) : ''}
      </div>
    </div>
  );
}
