import { EmptyState, PageHeading, Spinner, VisuallyHidden } from '@vestnik/ui';
import { useText } from '@vestnik/ui/i18n';
import { MessagesSquare } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';

import { ChatList } from '../features/chats/index.ts';
import { Conversation } from '../features/conversation/index.ts';
import { useSearchPanel } from '../features/search/index.ts';
import styles from './ChatsPage.module.css';
import { messages } from './messages.ts';
import { paths } from './routes.ts';

const SearchPane = lazy(() => import('../features/search/SearchPane.tsx'));

/** The list and the conversation: side by side on a desk, one over the other on a phone. */
export function ChatsPage({ chatId }: { chatId: number | null }) {
  const t = useText(messages);
  const search = useSearchPanel();
  const list = useRef<HTMLDivElement>(null);
  const conversation = useRef<HTMLDivElement>(null);
  const lastChatId = useRef(chatId);

  useEffect(() => {
    const left = lastChatId.current;
    lastChatId.current = chatId;
    if (left === chatId || !isFocusLost()) return;
    const link = list.current?.querySelector<HTMLElement>(
      `a[href="${paths.chats}/${left ?? 0}"], a[href^="${paths.chats}/${left ?? 0}?"]`,
    );
    (chatId === null ? (link ?? list.current) : conversation.current)?.focus();
  }, [chatId]);

  return (
    <div className={styles['page']} data-chosen={chatId !== null && !search.isOpen}>
      <VisuallyHidden>
        <PageHeading>{t.chats}</PageHeading>
      </VisuallyHidden>
      <div ref={list} className={styles['list']} tabIndex={-1}>
        <div className={styles['chats']} inert={search.isOpen}>
          <ChatList />
        </div>
        {search.isOpen ? (
          <div className={styles['search']}>
            <Suspense fallback={<Spinner isCentred label={t.loading} />}>
              <SearchPane chatId={chatId} />
            </Suspense>
          </div>
        ) : null}
      </div>
      <div ref={conversation} className={styles['conversation']} tabIndex={-1}>
        {chatId === null ? (
          <EmptyState icon={<MessagesSquare size={28} />} title={t.chooseChat}>
            <p>{t.chooseChatHint}</p>
          </EmptyState>
        ) : (
          <Conversation key={chatId} chatId={chatId} />
        )}
      </div>
    </div>
  );
}

/** Whether what had the focus has just left the page or become invisible (on a phone). */
function isFocusLost(): boolean {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return true;
  return getComputedStyle(focused).visibility === 'hidden';
}
