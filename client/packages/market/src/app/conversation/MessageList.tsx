import { lazyPart, useLoaded } from '@vestnik/kit/lazyPart';
import { DayDivider, UnreadDivider, useAtEnd, type MenuPlace } from '@vestnik/kit/message';
import type { Attachment, Chat, Message } from '@vestnik/sdk';
import { useMarkRead, type UseMessages } from '@vestnik/sdk/react';
import { Button, Spinner } from '@vestnik/ui';
import { useTimeFormat } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
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
import { buildRows, type Row } from './rows.ts';
import { usePageVisible } from './usePageVisible.ts';

const JumpToNewest = lazyPart(() => import('./jumpToNewest.ts'));
const loadKeyboard = () => import('@vestnik/ui/keyboard');

interface MessageListProps {
  chat: Chat;
  ownId: number | null;
  timeline: UseMessages;
  isShown: boolean;
  sentCount: number;
  onMenu: (message: Message, place: MenuPlace) => void;
  onOpenPicture: (image: Attachment) => void;
}

/** The messages of a chat, the newest last. */
export function MessageList(props: MessageListProps) {
  const { chat, ownId, timeline, isShown, sentCount } = props;
  const t = useText(strings);
  const { dayKey } = useTimeFormat();
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const scrollToEnd = useCallback(() => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  }, []);
  const isAtEnd = useAtEnd(log, content, scrollToEnd);
  useLayoutEffect(scrollToEnd, [scrollToEnd, sentCount, isShown]);
  const unreadFrom = useUnreadFrom(chat, timeline, ownId, sentCount);
  const rows = useMemo(
    () => buildRows(timeline, ownId, unreadFrom, dayKey),
    [timeline, ownId, unreadFrom, dayKey],
  );
  useKeptPlace(log, timeline.messages[0]?.id ?? 0, isAtEnd === true);
  useRovingRows(log, rows);
  const newestId = timeline.messages.at(-1)?.id ?? 0;
  const wasAway = useOnceTrue(isAtEnd === false);
  const isSeen = isShown && isAtEnd === true;
  useReading(chat.id, isSeen ? newestId : 0);
  const newCount = useNewCount(timeline.messages, ownId, isSeen);

  return (
    <div className={styles['room']}>
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
          <Older timeline={timeline} log={log} />
          {rows.map((row) => (
            <RowView key={row.key} row={row} {...props} />
          ))}
        </div>
      </div>
      {wasAway ? (
        <Suspense>
          <JumpToNewest isAway={isAtEnd === false} newCount={newCount} onJump={scrollToEnd} />
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
      return <UnreadDivider />;
    case 'message':
      return <MessageRow row={row} {...props} />;
    case 'pending':
      return <PendingRow pending={row.pending} endsGroup={row.endsGroup} chat={props.chat} />;
  }
}

/** Loads earlier messages when it comes into view, and by a press. */
function Older({ timeline, log }: { timeline: UseMessages; log: RefObject<HTMLElement | null> }) {
  const t = useText(strings);
  const button = useRef<HTMLDivElement>(null);
  const { hasOlder, isFetchingOlder, fetchOlder, error } = timeline;
  const hasFailed = error !== null;
  useEffect(() => {
    if (!hasOlder || hasFailed || button.current === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) fetchOlder();
      },
      { root: log.current, rootMargin: '200px 0px' },
    );
    observer.observe(button.current);
    return () => {
      observer.disconnect();
    };
    // Observed anew after each page: the place may be in view all along.
  }, [hasOlder, hasFailed, isFetchingOlder, fetchOlder, log]);
  if (!hasOlder) return null;
  return (
    <div ref={button} className={styles['older']}>
      {isFetchingOlder ? (
        <Spinner />
      ) : (
        <Button variant="quiet" data-row="" onClick={fetchOlder}>
          {t.older}
        </Button>
      )}
    </div>
  );
}

/** Where the divider of unread messages goes: decided when the chat opens, until something is sent. */
function useUnreadFrom(
  chat: Chat,
  { messages, isLoaded }: UseMessages,
  ownId: number | null,
  sentCount: number,
): number | null {
  const [opening] = useState({ lastReadId: chat.me.last_read_id, unread: chat.unread_count });
  const [decided, setDecided] = useState<{ readonly id: number | null } | null>(null);
  if (decided === null && isLoaded) {
    const first = messages.find(
      ({ id, author_id }) => id > opening.lastReadId && author_id !== ownId,
    );
    setDecided({ id: opening.unread === 0 ? null : (first?.id ?? null) });
  }
  return sentCount > 0 ? null : (decided?.id ?? null);
}

/** Keeps what is read in its place when earlier messages are put above it. */
function useKeptPlace(log: RefObject<HTMLElement | null>, firstId: number, isAtEnd: boolean): void {
  const before = useRef({ firstId, height: 0 });
  useLayoutEffect(() => {
    const element = log.current;
    if (element === null) return;
    const grewAbove = firstId < before.current.firstId;
    if (grewAbove && !isAtEnd) {
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

/** Marks the chat read up to `seenId` while the page is looked at; 0 is nothing. */
function useReading(chatId: number, seenId: number): void {
  const markRead = useMarkRead(chatId);
  const isVisible = usePageVisible();
  useEffect(() => {
    if (isVisible && seenId > 0) markRead(seenId);
  }, [isVisible, markRead, seenId]);
}

/** Messages of the other side that arrived since the end was last on screen. */
function useNewCount(messages: readonly Message[], ownId: number | null, isSeen: boolean): number {
  const newestId = messages.at(-1)?.id ?? 0;
  const [seenId, setSeenId] = useState(newestId);
  if (isSeen && seenId !== newestId) setSeenId(newestId);
  if (isSeen) return 0;
  return messages.filter(({ id, author_id }) => id > seenId && author_id !== ownId).length;
}

/** Whether the condition has ever held: what it shows stays, once it is loaded. */
function useOnceTrue(isTrue: boolean): boolean {
  const [wasTrue, setWasTrue] = useState(isTrue);
  if (isTrue && !wasTrue) setWasTrue(true);
  return wasTrue;
}
