import { EmptyState, ErrorNote, classes } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { useProblemText } from '@vestnik/ui/problem';
import { MessagesSquare } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { toast } from 'sonner';

import { getCurrentUserId } from '../model/services/auth.ts';
import { useConversations, useCreateConversation } from '../model/services/chatQueries.ts';
import type { Conversation, ConversationType } from '../model/types/chat.ts';
import styles from './ChatContainer.module.css';
import { ChatMessages } from './ChatMessages.tsx';
import { ChatSelect } from './ChatSelect.tsx';
import { messages } from './messages.ts';
import { ROOT } from './root.ts';

/** The whole chat: the list beside the open conversation; on a narrow place one of them. */
export function ChatContainer() {
  const t = useText(messages);
  const problem = useProblemText();
  const { data, isPending, error, refetch } = useConversations();
  const { mutateAsync } = useCreateConversation();
  const [selectedId, setSelectedId] = useState<string | null>(null);
  /** Where one went back to the list from. */
  const [leftId, setLeftId] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selectedId === null && leftId !== null) focusConversation(list.current, leftId);
  }, [selectedId, leftId]);

  const create = useCallback(
    async (
      type: ConversationType,
      title?: string,
      participantIds: number[] = [],
    ): Promise<Conversation | null> => {
      try {
        const wanted = { type, title: title ?? null, participant_ids: participantIds };
        const created = await mutateAsync(wanted);
        setSelectedId(created.id);
        return created;
      } catch (reason) {
        toast.error(t.notCreated, { description: problem(reason) });
        return null;
      }
    },
    [mutateAsync, problem, t],
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
          {error !== null && data === undefined ? (
            <ErrorNote
              onRetry={() => {
                void refetch();
              }}
            >
              {t.listNotLoaded} {problem(error)}
            </ErrorNote>
          ) : (
            <ChatSelect
              conversations={data ?? NONE}
              loading={isPending}
              selectedChatId={selectedId}
              onSelectChat={setSelectedId}
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
                setLeftId(selectedId);
                setSelectedId(null);
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
