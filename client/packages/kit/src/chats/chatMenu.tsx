import type { Chat } from '@vestnik/sdk/model';

import { lazyPart } from '../lazyPart.ts';
import type { MenuItem } from '../menu/index.ts';
import { isMuted } from './chatView.ts';
import { MUTE_DURATIONS, mutedUntil } from './muting.ts';
import { useChatsStrings, type ChatsStrings } from './strings.ts';

/** What a chat's menu does. An action that is absent is not offered. */
export interface ChatActions {
  readonly onPin?: (chat: Chat, isPinned: boolean) => void;
  /** `until` is a time (RFC 3339); null: without an end. */
  readonly onMute?: (chat: Chat, until: string | null) => void;
  readonly onUnmute?: (chat: Chat) => void;
  readonly onArchive?: (chat: Chat, isArchived: boolean) => void;
  readonly onMarkRead?: (chat: Chat) => void;
  /** From its last message on; offered for a chat without unread messages. */
  readonly onMarkUnread?: (chat: Chat) => void;
  /** Opens a `GroupDialog`; offered for groups. */
  readonly onDetails?: (chat: Chat) => void;
  /** Offered if `me.can` has `leave`. */
  readonly onLeave?: (chat: Chat) => void;
  /** Blocks the other person of a private chat, or lifts it; offered if `me.can` has `block`. */
  readonly onBlock?: (chat: Chat, isBlocked: boolean) => void;
  /** Takes a chat that is no group from the list until its next message. */
  readonly onHide?: (chat: Chat) => void;
}

/** Loaded with the first menu that opens. */
const Icon = lazyPart(() => import('./ChatMenuIcon.tsx'));

/** The items of a chat's menu, for a `MenuButton`: their icons are lazy. */
export function useChatMenu(chat: Chat, actions: ChatActions = {}): MenuItem[] {
  const t = useChatsStrings();
  return [
    ...settingItems(chat, actions, t),
    ...muteItems(chat, actions, t),
    ...otherItems(chat, actions, t),
    ...blockItems(chat, actions, t),
  ];
}

function settingItems(
  chat: Chat,
  { onPin, onMarkRead, onMarkUnread }: ChatActions,
  t: ChatsStrings,
): MenuItem[] {
  const { pinned, role } = chat.me;
  const items: MenuItem[] = [];
  if (onMarkRead && chat.unread_count > 0) {
    items.push({
      key: 'read',
      label: t.markRead,
      icon: <Icon name="CheckCheck" />,
      onSelect: () => {
        onMarkRead(chat);
      },
    });
  }
  // Who is no member has no mark.
  if (onMarkUnread && chat.unread_count === 0 && chat.last_message !== null && role !== null) {
    items.push({
      key: 'unread',
      label: t.markUnread,
      icon: <Icon name="CircleDot" />,
      onSelect: () => {
        onMarkUnread(chat);
      },
    });
  }
  if (onPin) {
    items.push({
      key: 'pin',
      label: pinned ? t.unpin : t.pin,
      icon: pinned ? <Icon name="PinOff" /> : <Icon name="Pin" />,
      onSelect: () => {
        onPin(chat, !pinned);
      },
    });
  }
  return items;
}

function otherItems(
  chat: Chat,
  { onArchive, onDetails, onLeave, onHide }: ChatActions,
  t: ChatsStrings,
): MenuItem[] {
  const { archived } = chat.me;
  const items: MenuItem[] = [];
  if (onArchive) {
    items.push({
      key: 'archive',
      label: archived ? t.unarchive : t.archive,
      icon: archived ? <Icon name="ArchiveRestore" /> : <Icon name="Archive" />,
      onSelect: () => {
        onArchive(chat, !archived);
      },
    });
  }
  if (onDetails && chat.type === 'group') {
    items.push({
      key: 'details',
      label: t.groupDialog,
      icon: <Icon name="UsersRound" />,
      onSelect: () => {
        onDetails(chat);
      },
    });
  }
  if (onLeave && chat.me.can.includes('leave')) {
    items.push({
      key: 'leave',
      label: t.leave,
      icon: <Icon name="LogOut" />,
      isDanger: true,
      onSelect: () => {
        onLeave(chat);
      },
    });
  }
  if (onHide && chat.type !== 'group') {
    items.push({
      key: 'hide',
      label: t.hide,
      icon: <Icon name="Trash2" />,
      isDanger: true,
      onSelect: () => {
        onHide(chat);
      },
    });
  }
  return items;
}

/** Both: whether the person is blocked is not known. */
function blockItems(chat: Chat, { onBlock }: ChatActions, t: ChatsStrings): MenuItem[] {
  if (!onBlock || chat.type === 'group' || !chat.me.can.includes('block')) return [];
  return [
    {
      key: 'block',
      label: t.block,
      icon: <Icon name="Ban" />,
      isDanger: true,
      onSelect: () => {
        onBlock(chat, true);
      },
    },
    {
      key: 'unblock',
      label: t.unblock,
      icon: <Icon name="LockOpen" />,
      onSelect: () => {
        onBlock(chat, false);
      },
    },
  ];
}

function muteItems(chat: Chat, { onMute, onUnmute }: ChatActions, t: ChatsStrings): MenuItem[] {
  if (isMuted(chat, new Date())) {
    if (!onUnmute) return [];
    return [
      {
        key: 'unmute',
        label: t.unmute,
        icon: <Icon name="Bell" />,
        onSelect: () => {
          onUnmute(chat);
        },
      },
    ];
  }
  if (!onMute) return [];
  return MUTE_DURATIONS.map((duration) => ({
    key: duration,
    label: t.mute[duration],
    icon: <Icon name="BellOff" />,
    onSelect: () => {
      onMute(chat, mutedUntil(duration, new Date()));
    },
  }));
}
