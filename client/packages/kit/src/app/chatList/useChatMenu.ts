import type { Chat } from '@vestnik/sdk';
import { useChatActions, useMarkRead, useSession, useSetBlocked } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';
import { useCallback, useMemo } from 'react';

import { otherMember, type ChatActions } from '../../chats/index.ts';
import { useChatNavigation } from '../navigation/index.ts';
import { useChatPolicy } from '../policy/index.ts';
import { strings } from './strings.ts';

export interface ChatMenuEvents {
  /** The server refused an action. */
  readonly onFailed: (error: unknown) => void;
  readonly onDetails?: (chatId: number) => void;
  /** An action succeeded whose effect the list does not show. */
  readonly onNotice?: (text: string) => void;
}

/** The actions of a chat's menu. */
export function useChatMenu({ id: chatId, type }: Chat, events: ChatMenuEvents): ChatActions {
  const { onFailed, onDetails } = events;
  const onBlock = useBlockAction(events);
  const actions = useChatActions(chatId);
  const { mutate: markRead } = useMarkRead(chatId);
  const { pins: canPin = false } = useChatPolicy();
  const { chatId: openId, open } = useChatNavigation();
  const isOpen = openId === chatId;
  const canHide = type === 'listing';
  return useMemo(() => {
    const attempt = (action: Promise<void>) => {
      action.catch(onFailed);
    };
    return {
      ...(canPin && {
        onPin: (_chat, isPinned) => {
          attempt(actions.pin(isPinned));
        },
      }),
      onMute: (_chat, until) => {
        attempt(actions.mute(until === null ? null : new Date(until)));
      },
      onUnmute: () => {
        attempt(actions.unmute());
      },
      onArchive: (_chat, isArchived) => {
        attempt(actions.archive(isArchived));
      },
      onMarkRead: ({ last_message: last }) => {
        if (last !== null) markRead(last.id);
      },
      onMarkUnread: ({ last_message: last }) => {
        if (last !== null) attempt(actions.markUnread(last.id));
      },
      ...(onDetails && {
        onDetails: ({ id }) => {
          onDetails(id);
        },
      }),
      ...(canHide && {
        onHide: () => {
          attempt(
            actions.remove().then(() => {
              if (isOpen) open(null);
            }),
          );
        },
      }),
      onBlock,
    };
  }, [actions, canHide, canPin, isOpen, markRead, onBlock, onFailed, onDetails, open]);
}

/** Blocks the other person of a chat, or lifts it, and says so. */
function useBlockAction({
  onFailed,
  onNotice,
}: Pick<ChatMenuEvents, 'onFailed' | 'onNotice'>): NonNullable<ChatActions['onBlock']> {
  const t = useStrings(strings);
  const ownId = useSession().user?.id ?? 0;
  const { mutateAsync: setBlocked } = useSetBlocked();
  return useCallback(
    (chat, isBlocked) => {
      const other = otherMember(chat, ownId);
      if (other === null) return;
      const notify = () => onNotice?.(isBlocked ? t.blocked : t.unblocked);
      setBlocked({ userId: other.user.id, isBlocked }).then(notify, onFailed);
    },
    [onFailed, onNotice, ownId, setBlocked, t],
  );
}
