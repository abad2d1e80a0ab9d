import { ChatList, ChatNavigationProvider } from '@vestnik/kit/app';
import { Spinner } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useCallback, useMemo } from 'react';
import type { Chat } from '@vestnik/sdk';

import type { Conversation, ConversationType } from '../model/types/chat.ts';
import { ChatRoot } from './ChatRoot.tsx';
import { strings } from './strings.ts';
import { useNavigation } from './useNavigation.ts';

export interface ChatSelectProps {
  onSelectChat: (chatId: string) => void;
  /** Those of the user's conversations that are listed. */
  conversations: Conversation[];
  loading: boolean;
  /** Null: it was not created, and the host has said why. */
  onCreateConversation: (
    type: ConversationType,
    title?: string,
    participantIds?: number[],
  ) => Promise<Conversation | null>;
  selectedChatId: string | null;
}

/** The list of conversations, its search, and the way to new ones. */
export function ChatSelect({ onCreateConversation, ...list }: ChatSelectProps) {
  const t = useStrings(strings);
  const beginChat = useCallback(
    async ({ type, title, memberIds }: Choice) => {
      const created = await onCreateConversation(type, title ?? undefined, [...memberIds]);
      if (created === null) throw new Error(t.notCreated);
    },
    [onCreateConversation, t],
  );
  return (
    <ChatRoot beginChat={beginChat}>
      {list.loading ? <Spinner isCentred label={t.loading} /> : <List {...list} />}
    </ChatRoot>
  );
}

interface Choice {
  readonly type: ConversationType;
  readonly title: string | null;
  readonly memberIds: readonly number[];
}

type ListProps = Pick<ChatSelectProps, 'conversations' | 'onSelectChat' | 'selectedChatId'>;

function List({ conversations, onSelectChat, selectedChatId }: ListProps) {
  const route = { conversationId: selectedChatId, messageId: null };
  const { navigation } = useNavigation(route, ({ conversationId }) => {
    if (conversationId !== null) onSelectChat(conversationId);
  });
  const isListed = useMemo(() => {
    const ids = new Set(conversations.map(({ id }) => id));
    return ({ uuid }: Chat) => ids.has(uuid);
  }, [conversations]);
  return (
    <ChatNavigationProvider value={navigation}>
      <ChatList isListed={isListed} />
    </ChatNavigationProvider>
  );
}
