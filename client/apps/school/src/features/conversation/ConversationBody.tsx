import { CopyNote, EmptyState, ErrorNote } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { MessagesSquare, SearchX } from 'lucide-react';

import type { Cast } from './cast.ts';
import styles from './Conversation.module.css';
import type { Feed } from './feed.ts';
import { LogSkeleton } from './LogSkeleton.tsx';
import { messages } from './messages.ts';
import { OpenLog } from './OpenLog.tsx';
import { isNoChat, reasonOf } from './reason.ts';

interface ConversationBodyProps {
  chatId: number;
  feed: Feed;
  /** Read from the server, with the list of chats: what is shown is kept up to date. */
  isLive: boolean;
  cast: Cast;
  unreadCount: number;
  sentCount: number;
}

/** What stands between the header and the composer. */
export function ConversationBody(props: ConversationBodyProps) {
  const t = useText(messages);
  const { feed, isLive, cast } = props;
  const isEmpty = feed.messages.length === 0 && feed.pending.length === 0;

  if (feed.error !== null && isNoChat(feed.error)) {
    return (
      <div className={styles['state']}>
        <EmptyState icon={<SearchX size={28} />} title={t.noChat}>
          {t.noChatHint}
        </EmptyState>
      </div>
    );
  }
  if (feed.isLoading) return <LogSkeleton />;
  if (feed.error !== null && isEmpty) {
    return (
      <div className={styles['failure']}>
        <ErrorNote
          onRetry={() => {
            feed.refetch();
          }}
        >
          {t.notLoaded} {t.reasons[reasonOf(feed.error)]}.
        </ErrorNote>
      </div>
    );
  }
  return (
    <>
      {isEmpty ? (
        <div className={styles['state']}>
          <EmptyState icon={<MessagesSquare size={28} />} title={t.empty}>
            {cast.ownId === null ? t.emptyWatched : t.emptyHint}
          </EmptyState>
        </div>
      ) : null}
      {feed.isCopy ? (
        <div className={styles['copy']}>
          <CopyNote
            onRetry={() => {
              feed.refetch();
            }}
          />
        </div>
      ) : null}
      {/* What was kept is not an earlier state of what is read: the log opens anew for it. */}
      <OpenLog key={String(isLive)} {...props} />
    </>
  );
}
