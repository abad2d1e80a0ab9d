import { ChatList, ChatNavigationProvider, ChatsPage } from '@vestnik/kit/app';
import { EmptyState } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';

import { ChatRoot } from './ChatRoot.tsx';
import { OpenChat } from './OpenChat.tsx';
import { strings } from './strings.ts';
import { UnopenedChat } from './UnopenedChat.tsx';
import { useNavigation, type LinkTo, type Route } from './useNavigation.ts';

export interface ChatContainerProps {
  /** The open conversation, where the host keeps it: in its URL, say. Absent: it is kept here. */
  conversationId?: string | null;
  /** The message that is jumped to in it, where the host keeps that too. Absent: it is kept here. */
  messageId?: number | null;
  /**
   * Another conversation is chosen, or none; where the host keeps `messageId`, another message too.
   */
  onConversationChange?: (conversationId: string | null, messageId: number | null) => void;
  /**
   * The addresses in the host's site, from a function that stays the same between renders. Without it
   * conversations are buttons instead of links, and messages have no link to copy.
   */
  linkTo?: LinkTo;
}

/** The whole chat: the list beside the open conversation; one of them where it is narrow. */
export function ChatContainer(props: ChatContainerProps) {
  return (
    <ChatRoot>
      <Chats {...props} />
    </ChatRoot>
  );
}

function Chats({ linkTo, ...props }: ChatContainerProps) {
  const t = useStrings(strings);
  const { route, open } = useRoute(props);
  const { navigation, error } = useNavigation(route, open, linkTo);
  return (
    <ChatNavigationProvider value={navigation}>
      <ChatsPage
        shortcuts="inside"
        conversation={(chatId) => <OpenChat chatId={chatId} />}
        list={<ChatList emptyState={<NoConversations />} />}
        emptyState={
          route.conversationId === null ? (
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

/** What is open: where the host keeps it, or here. */
function useRoute(props: ChatContainerProps): { route: Route; open: (route: Route) => void } {
  const { conversationId: hostConversationId, messageId: hostMessageId } = props;
  const { onConversationChange } = props;
  const [own, setOwn] = useState<Route>({ conversationId: null, messageId: null });
  const conversationId = hostConversationId === undefined ? own.conversationId : hostConversationId;
  const ownMessageId = own.conversationId === conversationId ? own.messageId : null;
  const open = (next: Route) => {
    setOwn(next);
    const isKnownToHost = hostMessageId === undefined && next.conversationId === conversationId;
    if (!isKnownToHost) onConversationChange?.(next.conversationId, next.messageId);
  };
  const messageId = hostMessageId === undefined ? ownMessageId : hostMessageId;
  return { route: { conversationId, messageId }, open };
}

function NoConversations() {
  const t = useStrings(strings);
  return (
    <EmptyState icon={<MessagesSquare size={28} />} title={t.noConversations}>
      {t.noConversationsHint}
    </EmptyState>
  );
}
