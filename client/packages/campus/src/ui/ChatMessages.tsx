import { useQueryClient } from '@tanstack/react-query';
import { EmptyState, ErrorNote, Spinner, classes } from '@vestnik/ui';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { DoorClosed } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { toast } from 'sonner';

import { refusalOf } from '../lib/refusal.ts';
import { useTrouble } from '../lib/useTrouble.ts';
import { useWebSocket, type WebSocketError } from '../lib/useWebSocket.tsx';
import { getCurrentUserId } from '../model/services/auth.ts';
import {
  readAnew,
  useConversation,
  useMessages,
  useUnlistedConversation,
} from '../model/services/chatQueries.ts';
import type { Conversation } from '../model/types/chat.ts';
import { castOf } from './cast.ts';
import styles from './ChatMessages.module.css';
import { ConnectionNotice } from './ConnectionNotice.tsx';
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
  const history = useMessages(conversationId);
  const listed = useConversation(conversationId);
  const conversation = useListedOrNot(conversationId, listed.data, history.data !== undefined);
  const socket = useWebSocket({
    conversationId,
    isEnabled: history.data !== undefined,
    onError: (error) => {
      tellOf(error, t);
    },
  });
  const cast = useMemo(
    () => castOf(conversation ?? null, userId, personName, t),
    [conversation, userId, personName, t],
  );
  const isRemoved =
    socket.error?.code === 'removed' ||
    (history.data === undefined &&
      history.error !== null &&
      refusalOf(history.error) === 'removed');
  useReturn(conversationId, isRemoved && (conversation ?? null) !== null);
  const historyTrouble = useTrouble(history);
  const trouble = useTrouble(listed) ?? historyTrouble;

  return (
    <section
      className={classes(ROOT, styles['conversation'])}
      aria-label={cast.title}
      data-connection={socket.status}
    >
      <ConversationHeader
        conversation={isRemoved ? null : (conversation ?? null)}
        cast={cast}
        onBack={onBack}
      />
      {isRemoved ? (
        <div className={styles['state']}>
          <EmptyState icon={<DoorClosed size={28} />} title={t.removed}>
            {t.removedHint}
          </EmptyState>
        </div>
      ) : history.data !== undefined && conversation !== undefined ? (
        <>
          <ConnectionNotice socket={socket} />
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
        </>
      ) : trouble !== null ? (
        <div className={styles['state']}>
          <ErrorNote
            onRetry={() => {
              if (conversation === undefined) void listed.refetch();
              if (history.data === undefined) void history.refetch();
            }}
          >
            {t.notLoaded} {problem(trouble)}
          </ErrorNote>
        </div>
      ) : (
        <Spinner isCentred label={t.loadingMessages} />
      )}
    </section>
  );
}

/** Null: it is in the list no more, and whether the reader is in it will be told. */
function useListedOrNot(
  conversationId: string,
  listed: Conversation | null | undefined,
  isReadable: boolean,
): Conversation | null | undefined {
  const [wasListed, setWasListed] = useState(false);
  if (!wasListed && (listed ?? null) !== null) setWasListed(true);
  const isUnlisted = listed === null && !wasListed && isReadable;
  const { data, isPending } = useUnlistedConversation(conversationId, isUnlisted);
  if (!isUnlisted) return listed;
  return data ?? (isPending ? undefined : null);
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
  t: Readonly<Record<'sessionOver', string>>,
): void {
  if (code === 'signed-out') toast.error(t.sessionOver, { id: 'vestnik-session' });
  else if (code === 'refused') toast.error(message);
}
