import type { Message } from '@vestnik/sdk';

import type { MessageActionHandlers } from '../../../message/index.ts';
import { canDelete, type ConversationView } from '../conversationView.ts';
import { isSelectable } from '../selection/useSelection.ts';

interface MenuCallbacks {
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message) => void;
  readonly select: (message: Message) => void;
  readonly open: (dialog: 'delete' | 'forward' | 'readers' | 'emoji' | 'report') => void;
  readonly pin: (isPinned: boolean) => void;
  readonly markUnread: () => void;
  /** The address of the message; undefined in an application without addresses. */
  readonly address: string | undefined;
}

/** The actions that the server allows the user for a message. */
export function menuHandlers(
  message: Message,
  view: ConversationView,
  pinnedIds: readonly number[],
  { reply, edit, select, open, pin, markUnread, address }: MenuCallbacks,
): MessageActionHandlers {
  const { can, ownId } = view;
  const isOwn = message.author_id !== null && message.author_id === ownId;
  const isPinned = pinnedIds.includes(message.id);
  return {
    ...(can.has('reply') && {
      reply: () => {
        reply(message);
      },
    }),
    ...(can.has('edit') &&
      isEditable(message, ownId) && {
        edit: () => {
          edit(message);
        },
      }),
    ...(message.text !== '' && canCopy() && { copy: copying(message.text) }),
    ...(can.has('send') && {
      forward: () => {
        open('forward');
      },
    }),
    ...(can.has('pin') && {
      [isPinned ? 'unpin' : 'pin']: () => {
        pin(!isPinned);
      },
    }),
    ...(address !== undefined &&
      canCopy() && { copyLink: copying(new URL(address, location.href).href) }),
    ...(isSelectable(message) && {
      select: () => {
        select(message);
      },
    }),
    // Observers have no mark, and one's own messages are never unread.
    ...(ownId !== null && !isOwn && { unread: markUnread }),
    ...(isOwn && {
      readers: () => {
        open('readers');
      },
    }),
    ...(can.has('report') &&
      !isOwn && {
        report: () => {
          open('report');
        },
      }),
    ...(canDelete(view, message) && {
      delete: () => {
        open('delete');
      },
    }),
  };
}

/** Only the author edits, and what was forwarded stays as it was. */
export function isEditable(message: Message, ownId: number | null): boolean {
  const { author_id, forwarded_from, type, deleted_at } = message;
  const isOwn = author_id !== null && author_id === ownId;
  return isOwn && forwarded_from === null && type === 'text' && deleted_at === null;
}

/** Only a page that came over HTTPS, or from this machine, may write to the clipboard. */
function canCopy(): boolean {
  return window.isSecureContext;
}

function copying(text: string): () => void {
  return () => void navigator.clipboard.writeText(text).catch(() => undefined);
}
