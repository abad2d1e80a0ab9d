import {
  messagesOf,
  newestIdOf,
  RowBuilder,
  useMarkReadWhenVisible,
  useNewCount,
  useUnreadDivider,
  type Jumps,
  type Row,
  type Selection,
} from '@vestnik/kit/headless';
import { lazyPart, useLoaded } from '@vestnik/kit/lazyPart';
import { DayDivider, UnreadDivider, useAtEnd, type MenuPlace } from '@vestnik/kit/message';
import type { Attachment, Chat, Message } from '@vestnik/sdk';
import type { UseMessages } from '@vestnik/sdk/react';
import { Button, Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import type { RovingRows } from '@vestnik/ui/keyboard';
import {
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type RefObject,
} from 'react';

import { strings } from '../strings.ts';
import styles from './MessageList.module.css';
import { MessageRow, PendingRow } from './MessageRow.tsx';

const JumpToNewest = lazyPart(() => import('./jumpToNewest.ts'));
const loadKeyboard = () => import('@vestnik/ui/keyboard');

interface MessageListProps {
  chat: Chat;
  ownId: number | null;
  jumps: Jumps;
  selection: Selection;
  isShown: boolean;
  sentCount: number;
  onMenu: (message: Message, place: MenuPlace) => void;
  onOpenPicture: (image: Attachment) => void;
}

/** The messages of a chat, the newest last. */
export function MessageList(props: MessageListProps) {
  const { chat, ownId, jumps, isShown, sentCount } = props;
  const { timeline } = jumps;
  const { hasNextPage: hasNewer, hasPreviousPage: hasOlder, pending } = timeline;
  const messages = messagesOf(timeline);
  const isNewest = jumps.key === 'newest';
  const t = useStrings(strings);
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const scrollToEnd = useCallback(() => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  }, []);
  // The end of another part of the history is passed, not followed.
  const follow = useCallback(() => {
    if (!hasNewer) scrollToEnd();
  }, [hasNewer, scrollToEnd]);
  const isAtEnd = useAtEnd(log, content, follow);
  const divider = useUnreadDivider(timeline, ownId, isNewest ? chat.unread_count : 0);
  const unreadFrom = divider.isKnown && sentCount === 0 ? divider.id : null;
  const [builder] = useState(() => new RowBuilder());
  const rows = useMemo(
    () => builder.build({ messages, pending, hasOlder, ownId, unreadFrom }),
    [builder, messages, pending, hasOlder, ownId, unreadFrom],
  );
  useKeptPlace(log, messages[0]?.id ?? 0, isAtEnd === true);
  useOpening(log, { jumps, isReady: isShown && divider.isKnown, sentCount }, scrollToEnd);
  useRovingRows(log, rows);
  const wasAway = useOnceTrue(isAtEnd === false || hasNewer);
  const isSeen = isShown && isAtEnd === true && !hasNewer;
  useMarkReadWhenVisible(chat.id, ownId, isSeen ? newestIdOf(timeline) : 0);
  const newCount = useNewCount(timeline, ownId, unreadFrom, isSeen);

  return (
    <div className={styles['viewport']}>
      {/* ARIA 1.3 allows a description of every role; the rule knows ARIA 1.2. */}
      {/* eslint-disable-next-line jsx-a11y/role-supports-aria-props */}
      <div
        ref={log}
        className={styles['log']}
        role="log"
        aria-label={t.messages}
        aria-description={t.logKeys}
      >
        <div ref={content} className={styles['content']}>
          <More side="older" timeline={timeline} log={log} />
          {rows.map((row) => (
            <RowView key={row.key} row={row} {...props} />
          ))}
          <More side="newer" timeline={timeline} log={log} />
        </div>
      </div>
      {wasAway ? (
        <Suspense>
          <JumpToNewest
            isAway={isAtEnd === false || hasNewer}
            newCount={newCount}
            onJump={() => {
              jumps.jumpToNewest();
              scrollToEnd();
            }}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

function RowView({ row, ...props }: { row: Row } & MessageListProps) {
  switch (row.kind) {
    case 'day':
      return <DayDivider date={row.at} />;
    case 'unread':
      return (
        <div data-unread>
          <UnreadDivider />
        </div>
      );
    case 'message':
      return (
        <MessageRow
          row={row}
          isTarget={row.message.id === props.jumps.targetId}
          onJump={props.jumps.jumpTo}
          {...props}
        />
      );
    case 'pending':
      return <PendingRow {...row} {...props} onJump={props.jumps.jumpTo} />;
  }
}

interface MoreProps {
  side: 'older' | 'newer';
  timeline: UseMessages;
  log: RefObject<HTMLElement | null>;
}

/** Loads the messages beyond an edge when it comes into view, and by a press. */
function More({ side, timeline, log }: MoreProps) {
  const t = useStrings(strings);
  const button = useRef<HTMLDivElement>(null);
  const isOlder = side === 'older';
  const hasMore = isOlder ? timeline.hasPreviousPage : timeline.hasNextPage;
  const isFetching = isOlder ? timeline.isFetchingPreviousPage : timeline.isFetchingNextPage;
  const fetchMore = isOlder ? timeline.fetchPreviousPage : timeline.fetchNextPage;
  const hasFailed = timeline.error !== null;
  useEffect(() => {
    if (!hasMore || hasFailed || button.current === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) fetchMore();
      },
      { root: log.current, rootMargin: '200px 0px' },
    );
    observer.observe(button.current);
    return () => {
      observer.disconnect();
    };
    // Observed anew after each page: the place may be in view all along.
  }, [hasMore, hasFailed, isFetching, fetchMore, log]);
  if (!hasMore) return null;
  return (
    <div ref={button} className={styles['more']}>
      {isFetching ? (
        <Spinner />
      ) : (
        <Button variant="quiet" data-row="" onClick={fetchMore}>
          {isOlder ? t.older : t.newer}
        </Button>
      )}
    </div>
  );
}

interface Opening {
  jumps: Jumps;
  /** It is on screen, and known where it opens. */
  isReady: boolean;
  sentCount: number;
}

/** The log opens at the message that was jumped to, the first unread one, or its end. */
function useOpening(
  log: RefObject<HTMLElement | null>,
  { jumps: { targetId, count }, isReady, sentCount }: Opening,
  scrollToEnd: () => void,
): void {
  const isOpened = useRef(false);
  useLayoutEffect(() => {
    if (!isReady) return;
    const unread = isOpened.current ? null : log.current?.querySelector('[data-unread]');
    isOpened.current = true;
    if (unread) unread.scrollIntoView({ block: 'start' });
    else scrollToEnd();
  }, [log, scrollToEnd, isReady, sentCount]);
  useLayoutEffect(() => {
    if (targetId === null) return;
    log.current?.querySelector('[data-target]')?.scrollIntoView({ block: 'center' });
  }, [log, targetId, count]);
}

/** Keeps what is read in its place when earlier messages are put above it. */
function useKeptPlace(log: RefObject<HTMLElement | null>, firstId: number, isAtEnd: boolean): void {
  const before = useRef({ firstId, height: 0 });
  useLayoutEffect(() => {
    const element = log.current;
    if (element === null) return;
    const didPrepend = firstId < before.current.firstId;
    if (didPrepend && !isAtEnd) {
      element.scrollBy({ top: element.scrollHeight - before.current.height, behavior: 'instant' });
    }
    before.current = { firstId, height: element.scrollHeight };
  });
}

/** The log is one tab stop, and the arrow keys move through it. */
function useRovingRows(log: RefObject<HTMLElement | null>, rows: readonly Row[]): void {
  const keyboard = useLoaded(loadKeyboard, true);
  const roving = useRef<RovingRows | null>(null);
  useEffect(() => {
    if (log.current === null || keyboard === undefined) return;
    const current = new keyboard.RovingRows(log.current);
    roving.current = current;
    return () => {
      current.stop();
    };
  }, [log, keyboard]);
  useEffect(() => {
    roving.current?.refresh();
  }, [keyboard, rows]);
}

/** Whether the condition has ever held: what it shows stays, once it is loaded. */
function useOnceTrue(isTrue: boolean): boolean {
  const [wasTrue, setWasTrue] = useState(isTrue);
  if (isTrue && !wasTrue) setWasTrue(true);
  return wasTrue;
}
