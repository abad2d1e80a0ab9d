import { CopyNote, EmptyState, ErrorMessage } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { MessagesSquare } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';

import { lazyPart } from '../../lazyPart.ts';
import type { ConversationView } from './conversationView.ts';
import styles from './Conversation.module.css';
import type { UseMessages } from '@vestnik/sdk/react';
import { LogSkeleton } from './timeline/LogSkeleton.tsx';
import { messagesOf } from './messagesOf.ts';
import { strings } from './strings.ts';
import { ConversationLog } from './timeline/ConversationLog.tsx';
import { toErrorReason } from './errorReason.ts';
import type { Composition } from './composer/useComposition.ts';
import type { Jumps } from './jumps/useJumps.ts';
import { useMissingTarget } from './jumps/useMissingTarget.ts';

const MissingMessage = lazyPart(() => import('./jumps/MissingMessage.tsx'));

interface ConversationBodyProps {
  chatId: number;
  timeline: UseMessages;
  /** Read from the server, with the list of chats: what is shown is kept up to date. */
  isLive: boolean;
  /** There is no such chat for this user. */
  isInaccessible: boolean;
  view: ConversationView;
  unreadCount: number;
  composition: Composition;
  pinnedIds: readonly number[];
  jumps: Jumps;
  onDate: (date: string) => void;
  /** Instead of the log of a chat without messages. */
  emptyState?: ReactNode;
}

/** The part between the header and the composer. */
export function ConversationBody(props: ConversationBodyProps) {
  const t = useStrings(strings);
  const { timeline, isLive, isInaccessible, view, jumps } = props;
  const opening = useOpening(isLive, props.unreadCount);
  const isTargetMissing = useMissingTarget(timeline, jumps.targetId);
  const isEmpty = messagesOf(timeline).length === 0 && timeline.pending.length === 0;

  if (isInaccessible) {
    return (
      <div className={styles['state']}>
        <EmptyState icon={<MessagesSquare size={28} />} title={t.noChat}>
          {t.noChatHint}
        </EmptyState>
      </div>
    );
  }
  if (timeline.isPending) return <LogSkeleton />;
  if (timeline.error !== null && isEmpty) {
    return (
      <div className={styles['failure']}>
        <ErrorMessage
          onRetry={() => {
            timeline.refetch();
          }}
        >
          {t.notLoaded} {t.reasons[toErrorReason(timeline.error)]}.
        </ErrorMessage>
      </div>
    );
  }
  return (
    <>
      {isTargetMissing ? (
        <Suspense>
          <MissingMessage onClose={jumps.jumpToNewest} />
        </Suspense>
      ) : null}
      {isEmpty ? (
        <div className={styles['state']}>
          {props.emptyState ?? (
            <EmptyState icon={<MessagesSquare size={28} />} title={t.empty}>
              {view.can.has('send') ? t.emptyHint : t.emptyReadOnly}
            </EmptyState>
          )}
        </div>
      ) : null}
      {timeline.isCopy ? (
        <div className={styles['copy']}>
          <CopyNote
            onRetry={() => {
              timeline.refetch();
            }}
          />
        </div>
      ) : null}
      <ConversationLog key={opening} {...props} />
    </>
  );
}

/**
 * Changes when the server's answer replaces a local copy and brings unread messages: the log opens
 * again, at the first of them. Otherwise it stays as it is.
 */
function useOpening(isLive: boolean, unreadCount: number): number {
  const [opening, setOpening] = useState({ isLive, count: 0 });
  if (opening.isLive !== isLive) {
    const opensAgain = isLive && unreadCount > 0;
    setOpening({ isLive, count: opening.count + (opensAgain ? 1 : 0) });
  }
  return opening.count;
}
