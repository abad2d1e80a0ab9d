import { ChatList, ChatNavigationProvider, ChatsPage } from '@vestnik/kit/app';
import { EmptyState } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { MessagesSquare } from 'lucide-react';
import { useCallback, useState } from 'react';

import { ChatRoot } from './ChatRoot.tsx';
import { OpenChat } from './OpenChat.tsx';
import { strings } from './strings.ts';
import { UnopenedChat } from './UnopenedChat.tsx';
import { useNavigation } from './useNavigation.ts';

export interface ChatContainerProps {
  /** The open conversation, where the host keeps it: in its URL, say. Absent: it is kept here. */
  conversationId?: string | null;
  /** Another one is chosen, or none. */
  onConversationChange?: (conversationId: string | null) => void;
}

/** The whole chat: the list beside the open conversation; on a narrow place one of them. */
export function ChatContainer(props: ChatContainerProps) {
  return (
    <ChatRoot>
      <Chats {...props} />
    </ChatRoot>
  );
}

function Chats({ conversationId, onConversationChange }: ChatContainerProps) {
  const t = useStrings(strings);
  const [ownId, setOwnId] = useState<string | null>(null);
  const selectedId = conversationId === undefined ? ownId : conversationId;
  const select = useCallback(
    (id: string | null) => {
      setOwnId(id);
      onConversationChange?.(id);
    },
    [onConversationChange],
  );
  const { navigation, error } = useNavigation(selectedId, select);
  return (
    <ChatNavigationProvider value={navigation}>
      <ChatsPage
        shortcuts="inside"
        conversation={(chatId) => <OpenChat chatId={chatId} />}
        list={<ChatList emptyState={<NoConversations />} />}
        emptyState={
          selectedId === null ? (
            <EmptyState icon={<MessagesSquare size={28} />} title={t.choose}>
              {t.chooseHint}
            </EmptyState>
          ) : (
            <UnopenedChat error={error} />
          )
        }
      />
    </ChatNavigationProvider>
  );
}

function NoConversations() {
  const t = useStrings(strings);
  return (
    <EmptyState icon={<MessagesSquare size={28} />} title={t.noConversations}>
      {t.noConversationsHint}
    </EmptyState>
  );
}
