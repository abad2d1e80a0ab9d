import { useQueryClient } from '@tanstack/react-query';
import { EmptyState, ErrorNote, Spinner, classes } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { DoorClosed } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { toast } from 'sonner';

import { refusalOf } from '../lib/refusal.ts';
import { useWebSocket, type WebSocketError } from '../lib/useWebSocket.tsx';
import { getCurrentUserId } from '../model/services/auth.ts';
import { readAnew, useConversation, useMessages } from '../model/services/chatQueries.ts';
import { castOf } from './cast.ts';
import styles from './ChatMessages.module.css';
import { ConversationHeader } from './ConversationHeader.tsx';
import { messages as words } from './messages.ts';
import { ROOT } from './root.ts';
import { OpenConversation } from './OpenConversation.tsx';

export interface ChatMessagesProps {
  conversationId: string;
  /** Shows a way back, where there is not room for the list beside it. */
  onBack?: () => void;
}

/** One conversation: what was said, as it is said, and where to write. */
export function ChatMessages(props: ChatMessagesProps) {
  // By the key nothing that is being written to some goes to others.
  return <OneConversation key={props.conversationId} {...props} />;
}

function OneConversation({ conversationId, onBack }: ChatMessagesProps) {
  const t = useText(words);
  const problem = useProblemText();
  const personName = usePersonName();
  const userId = getCurrentUserId();
  const { data: conversation } = useConversation(conversationId);
  const history = useMessages(conversationId);
  const socket = useWebSocket({
    conversationId,
    isEnabled: history.data !== undefined,
    onError: (error) => {
      tellOf(error, t);
    },
  });
  const cast = useMemo(
    () => castOf(conversation ?? null, userId, personName, t.you),
    [conversation, userId, personName, t.you],
  );
  const isRemoved =
    socket.error?.code === 'removed' ||
    (history.data === undefined &&
      history.error !== null &&
      refusalOf(history.error) === 'removed');
  useReturn(conversationId, isRemoved && (conversation ?? null) !== null);

  return (
    <section className={classes(ROOT, styles['conversation'])} aria-label={cast.title}>
      <ConversationHeader
        conversation={isRemoved ? null : (conversation ?? null)}
        cast={cast}
        socket={socket}
        onBack={onBack}
      />
      {isRemoved ? (
        <div className={styles['state']}>
          <EmptyState icon={<DoorClosed size={28} />} title={t.removed}>
            {t.removedHint}
          </EmptyState>
        </div>
      ) : history.data !== undefined ? (
        <OpenConversation
          conversationId={conversationId}
          cast={cast}
          socket={socket}
          history={{
            messages: history.data,
            hasOlder: history.hasNextPage,
            isFetchingOlder: history.isFetchingNextPage,
            fetchOlder: () => {
              void history.fetchNextPage();
            },
          }}
        />
      ) : history.error !== null ? (
        <div className={styles['state']}>
          <ErrorNote
            onRetry={() => {
              void history.refetch();
            }}
          >
            {t.notLoaded} {problem(history.error)}
          </ErrorNote>
        </div>
      ) : (
        <Spinner isCentred label={t.loadingMessages} />
      )}
    </section>
  );
}

/** The list holds a conversation again that one was removed from: it opens, read anew. */
function useReturn(conversationId: string, isBack: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (isBack) readAnew(queries, conversationId);
  }, [queries, conversationId, isBack]);
}

/** What is not on the page anyway. */
function tellOf(
  { code, message }: WebSocketError,
  t: Readonly<Record<'connectionLost' | 'unreachable' | 'sessionOver', string>>,
): void {
  if (code === 'unreachable') {
    toast.error(t.connectionLost, { id: 'vestnik-connection', description: t.unreachable });
  } else if (code === 'signed-out') {
    toast.error(t.sessionOver, { id: 'vestnik-session' });
  } else if (code === 'refused') {
    toast.error(message);
  }
}
