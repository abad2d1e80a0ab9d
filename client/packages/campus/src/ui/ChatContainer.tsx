import { EmptyState, ErrorNote, classes } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { MessagesSquare } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';

import { useTrouble } from '../lib/useTrouble.ts';
import { getCurrentUserId } from '../model/services/auth.ts';
import { useConversations, useCreateConversation } from '../model/services/chatQueries.ts';
import type { Conversation, ConversationType } from '../model/types/chat.ts';
import styles from './ChatContainer.module.css';
import { ChatMessages } from './ChatMessages.tsx';
import { ChatSelect } from './ChatSelect.tsx';
import { messages } from './messages.ts';
import { ROOT } from './root.ts';

export interface ChatContainerProps {
  /** The open conversation, where the host keeps it: in its URL, say. Absent: it is kept here. */
  conversationId?: string | null;
  /** Another one is chosen, or none. */
  onConversationChange?: (conversationId: string | null) => void;
}

/** The whole chat: the list beside the open conversation; on a narrow place one of them. */
export function ChatContainer({ conversationId, onConversationChange }: ChatContainerProps) {
  const t = useText(messages);
  const problem = useProblemText();
  const conversations = useConversations();
  const { data, refetch } = conversations;
  const trouble = useTrouble(conversations);
  const { mutateAsync } = useCreateConversation();
  const [ownId, setOwnId] = useState<string | null>(null);
  const selectedId = conversationId === undefined ? ownId : conversationId;
  const select = useCallback(
    (id: string | null) => {
      setOwnId(id);
      onConversationChange?.(id);
    },
    [onConversationChange],
  );
  const list = useRef<HTMLDivElement>(null);
  const before = useRef(selectedId);
  useEffect(() => {
    const left = before.current;
    before.current = selectedId;
    if (selectedId === null && left !== null) focusConversation(list.current, left);
  }, [selectedId]);

  const create = useCallback(
    async (
      type: ConversationType,
      title?: string,
      participantIds: number[] = [],
    ): Promise<Conversation | null> => {
      try {
        const wanted = { type, title: title ?? null, participant_ids: participantIds };
        const created = await mutateAsync(wanted);
        select(created.id);
        return created;
      } catch (reason) {
        toast.error(t.notCreated, { description: problem(reason) });
        return null;
      }
    },
    [mutateAsync, problem, select, t],
  );

  if (getCurrentUserId() === null) {
    return (
      <div className={classes(ROOT, styles['container'])}>
        <EmptyState icon={<MessagesSquare size={28} />} title={t.signedOut} />
      </div>
    );
  }
  return (
    <div
      className={classes(ROOT, styles['container'])}
      data-open={selectedId === null ? undefined : true}
    >
      <div className={styles['columns']}>
        <div ref={list} className={styles['list']}>
          {trouble !== null ? (
            <div className={styles['trouble']}>
              <ErrorNote
                onRetry={() => {
                  void refetch();
                }}
              >
                {t.listNotLoaded} {problem(trouble)}
              </ErrorNote>
            </div>
          ) : (
            <ChatSelect
              conversations={data ?? NONE}
              loading={data === undefined}
              selectedChatId={selectedId}
              onSelectChat={select}
              onCreateConversation={create}
            />
          )}
        </div>
        <div className={styles['conversation']}>
          {selectedId === null ? (
            <div className={styles['nothing']}>
              <EmptyState icon={<MessagesSquare size={28} />} title={t.choose}>
                {t.chooseHint}
              </EmptyState>
            </div>
          ) : (
            <ChatMessages
              conversationId={selectedId}
              onBack={() => {
                select(null);
              }}
            />
          )}
        </div>
      </div>
    </div>
  );
}

/** The way back is gone, and the focus goes on where one came from, or to the first there is. */
function focusConversation(list: HTMLElement | null, id: string): void {
  const buttons = [...(list?.querySelectorAll<HTMLElement>('button') ?? [])];
  const left = buttons.find(({ dataset }) => dataset['conversation'] === id);
  (left ?? buttons[0])?.focus();
}

const NONE: Conversation[] = [];
