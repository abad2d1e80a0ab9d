import { Badge, EmptyState, IconButton, Spinner, classes } from '@vestnik/ui';
import { SearchField } from '@vestnik/ui/chat';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { MessagesSquare, SearchX, SquarePen } from 'lucide-react';
import { useId, useState } from 'react';

import { getCurrentUserId } from '../model/services/auth.ts';
import { inShownOrder, titleOf } from '../model/services/conversations.ts';
import type { Conversation, ConversationType } from '../model/types/chat.ts';
import styles from './ChatSelect.module.css';
import { ConversationButton } from './ConversationButton.tsx';
import { messages } from './messages.ts';
import { ROOT } from './root.ts';
import { NewConversation } from './NewConversation.tsx';

export interface ChatSelectProps {
  onSelectChat: (chatId: string) => void;
  conversations: Conversation[];
  loading: boolean;
  onCreateConversation: (
    type: ConversationType,
    title?: string,
    participantIds?: number[],
  ) => Promise<Conversation | null>;
  selectedChatId: string | null;
}

/** The conversations, searched by title, by people and by last message; and the way to new ones. */
export function ChatSelect({
  onSelectChat,
  conversations,
  loading,
  onCreateConversation,
  selectedChatId,
}: ChatSelectProps) {
  const t = useText(messages);
  const personName = usePersonName();
  const userId = getCurrentUserId();
  const headingId = useId();
  const [query, setQuery] = useState('');
  const [isCreating, setCreating] = useState(false);
  const shown = inShownOrder(conversations).filter((conversation) =>
    matches(conversation, titleOf(conversation, userId, personName), query),
  );
  const unread = conversations.reduce((sum, { unread_count }) => sum + unread_count, 0);

  return (
    <nav className={classes(ROOT, styles['select'])} aria-labelledby={headingId}>
      <header className={styles['header']}>
        <h2 className={styles['heading']} id={headingId}>
          {t.conversations}
        </h2>
        {unread > 0 ? (
          <Badge role="img" aria-label={t.unread(unread)}>
            {unread}
          </Badge>
        ) : null}
        <IconButton
          className={styles['create']}
          label={t.create}
          onClick={() => {
            setCreating(true);
          }}
        >
          <SquarePen size={20} aria-hidden="true" />
        </IconButton>
      </header>
      <SearchField label={t.search} value={query} onChange={setQuery} />
      {loading ? <Spinner isCentred label={t.loadingList} /> : null}
      {!loading && shown.length === 0 ? (
        <Nothing isSearch={query.trim() !== '' && conversations.length > 0} />
      ) : null}
      <ul className={styles['list']}>
        {shown.map((conversation) => (
          <ConversationButton
            key={conversation.id}
            conversation={conversation}
            userId={userId}
            isSelected={conversation.id === selectedChatId}
            onSelect={onSelectChat}
          />
        ))}
      </ul>
      <NewConversation
        isOpen={isCreating}
        conversations={conversations}
        onClose={() => {
          setCreating(false);
        }}
        onCreate={onCreateConversation}
      />
    </nav>
  );
}

function Nothing({ isSearch }: { isSearch: boolean }) {
  const t = useText(messages);
  return isSearch ? (
    <EmptyState icon={<SearchX size={28} />} title={t.nothingFound}>
      {t.nothingFoundHint}
    </EmptyState>
  ) : (
    <EmptyState icon={<MessagesSquare size={28} />} title={t.noConversations}>
      {t.noConversationsHint}
    </EmptyState>
  );
}

function matches(conversation: Conversation, title: string, query: string): boolean {
  const sought = query.trim().toLowerCase();
  const { participants, last_message } = conversation;
  const texts = [title, last_message?.text ?? '', ...participants.map(({ name }) => name)];
  return sought === '' || texts.some((text) => text.toLowerCase().includes(sought));
}
