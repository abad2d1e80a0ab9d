import { EmptyState, ErrorNote } from '@vestnik/ui';
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
  cast: Cast;
  unreadCount: number;
  sentCount: number;
}

/** What stands between the header and the composer. */
export function ConversationBody(props: ConversationBodyProps) {
  const t = useText(messages);
  const { feed, cast } = props;
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
      <OpenLog {...props} />
    </>
  );
}
