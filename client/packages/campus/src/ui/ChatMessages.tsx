import { ChatNavigationProvider } from '@vestnik/kit/app';
import { BackIcon, IconButton } from '@vestnik/ui';
import { useStrings } from '@vestnik/ui/i18n';
import { useState } from 'react';

import { ChatRoot } from './ChatRoot.tsx';
import { OpenChat } from './OpenChat.tsx';
import { strings } from './strings.ts';
import { UnopenedChat } from './UnopenedChat.tsx';
import { useNavigation } from './useNavigation.ts';

export interface ChatMessagesProps {
  conversationId: string;
  /** Shows a way back, where there is not room for the list beside it. */
  onBack?: () => void;
}

/** One conversation: its messages and the composer. */
export function ChatMessages(props: ChatMessagesProps) {
  return (
    <ChatRoot>
      <OpenConversation key={props.conversationId} {...props} />
    </ChatRoot>
  );
}

function OpenConversation({ conversationId, onBack }: ChatMessagesProps) {
  const t = useStrings(strings);
  // A chat that a link inside of a conversation opens is shown in its place.
  const [openedId, setOpenedId] = useState(conversationId);
  const { navigation, error } = useNavigation(openedId, (next) => {
    if (next === null) onBack?.();
    else setOpenedId(next);
  });
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
