import { ChatListItem, type ChatActions } from '@vestnik/kit/chats';
import { useDraftOf } from '@vestnik/kit/headless';
import type { Chat } from '@vestnik/sdk';
import { useChatActions, useMarkRead, usePresence, useTypingUsers } from '@vestnik/sdk/react';
import { useMemo, type ReactNode } from 'react';

import { useChatNames, useMarket } from '../MarketContext.tsx';

interface ChatRowProps {
  chat: Chat;
  ownId: number;
  isCurrent: boolean;
  /** Behind the name. */
  note?: ReactNode;
  onChoose: (chatId: number) => void;
}

/** One chat of a list. */
export function ChatRow({ chat, ownId, isCurrent, note, onChoose }: ChatRowProps) {
  const { visitor, side } = useMarket();
  const { named } = useChatNames();
  const otherId = chat.members.find(({ user }) => user.id !== ownId)?.user.id ?? null;
  const isOnline = usePresence(otherId).data?.isOnline ?? false;
  const { data: typing } = useTypingUsers(chat.id);
  const draft = useDraftOf(visitor.drafts, `${side}:${chat.id}`);
  const actions = useActions(chat.id);
  return (
    <ChatListItem
      chat={named(chat)}
      ownId={ownId}
      isCurrent={isCurrent}
      isOnline={isOnline}
      note={note}
      typingNames={typing.length === 0 ? null : []}
      draft={isCurrent ? '' : draft}
      actions={actions}
      link={({ children, ...props }) => (
        <button
          type="button"
          {...props}
          data-chat={chat.id}
          onClick={() => {
            onChoose(chat.id);
          }}
        >
          {children}
        </button>
      )}
    />
  );
}

/** What is refused leaves the chat as it is, which the list shows. */
function useActions(chatId: number): ChatActions {
  const actions = useChatActions(chatId);
  const { mutate: markRead } = useMarkRead(chatId);
  return useMemo(() => {
    const attempt = (action: Promise<void>) => {
      action.catch(() => undefined);
    };
    return {
      onMute: (_chat, until) => {
        attempt(actions.mute(until === null ? null : new Date(until)));
      },
      onArchive: (_chat, isArchived) => {
        attempt(actions.archive(isArchived));
      },
      onMarkRead: ({ last_message: last }) => {
        if (last !== null) markRead(last.id);
      },
      onHide: () => {
        attempt(actions.remove());
      },
    };
  }, [actions, markRead]);
}
