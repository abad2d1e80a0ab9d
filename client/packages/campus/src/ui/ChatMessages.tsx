import { ChatNavigationProvider } from '@vestnik/kit/app';
import { BackIcon, IconButton } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { ChatRoot } from './ChatRoot.tsx';
import { OpenChat } from './OpenChat.tsx';
import { strings } from './strings.ts';
import { UnopenedChat } from './UnopenedChat.tsx';
import { useNavigation, type LinkTo, type Route } from './useNavigation.ts';

export interface ChatMessagesProps {
  conversationId: string;
  /** The message to begin at, of a link say; absent: the newest ones. */
  messageId?: number | null;
  /** As that of `ChatContainer`. */
  linkTo?: LinkTo;
  /** Shows a way back, where there is not room for the list beside it. */
  onBack?: () => void;
}

/** One conversation: its messages and the composer. */
export function ChatMessages(props: ChatMessagesProps) {
  const { conversationId, messageId = null } = props;
  return (
    <ChatRoot>
      <OpenConversation key={`${conversationId} ${messageId ?? ''}`} {...props} />
    </ChatRoot>
  );
}

function OpenConversation(props: ChatMessagesProps) {
  const { conversationId, messageId = null, linkTo, onBack } = props;
  const t = useStrings(strings);
  // A chat that a link inside of a conversation opens is shown instead of it.
  const [route, setRoute] = useState<Route>({ conversationId, messageId });
  const open = (next: Route) => {
    if (next.conversationId === null) onBack?.();
    else setRoute(next);
  };
  const { navigation, error } = useNavigation(route, open, linkTo);
  const { chatId } = navigation;
  const back =
    onBack === undefined ? (
      false
    ) : (
      <IconButton label={t.back} onClick={onBack}>
        <BackIcon />
      </IconButton>
    );
  return (
    <ChatNavigationProvider value={navigation}>
      {chatId === null ? (
        <>
          {back}
          <UnopenedChat error={error} />
        </>
      ) : (
        <OpenChat chatId={chatId} back={back} />
      )}
    </ChatNavigationProvider>
  );
}
