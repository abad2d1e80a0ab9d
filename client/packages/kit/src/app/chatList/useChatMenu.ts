import { useChatActions, useMarkRead } from '@vestnik/sdk/react';
import { useMemo } from 'react';

import type { ChatActions } from '../../chats/index.ts';
import { useChatPolicy } from '../policy/index.ts';

export interface ChatMenuEvents {
  /** The server refused an action. */
  readonly onFailed: (error: unknown) => void;
  readonly onDetails: (chatId: number) => void;
}

/** The actions of a chat's menu. */
export function useChatMenu(chatId: number, { onFailed, onDetails }: ChatMenuEvents): ChatActions {
  const actions = useChatActions(chatId);
  const markRead = useMarkRead(chatId);
  const { canPinChats } = useChatPolicy();
  return useMemo(() => {
    const attempt = (action: Promise<void>) => {
      action.catch(onFailed);
    };
    return {
      ...(canPinChats && {
        onPin: (_chat, isPinned) => {
          attempt(actions.pin(isPinned));
        },
      }),
      onMute: (_chat, until) => {
        attempt(actions.mute(until === null ? null : new Date(until)));
      },
      onArchive: (_chat, isArchived) => {
        attempt(actions.archive(isArchived));
      },
      onMarkRead: ({ last_message: last }) => {
        if (last !== null) markRead(last.id);
      },
      onDetails: ({ id }) => {
        onDetails(id);
      },
    };
  }, [actions, canPinChats, markRead, onFailed, onDetails]);
}
