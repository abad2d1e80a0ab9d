import type { Message } from '@vestnik/sdk';
import type { MessageActionHandlers } from '@vestnik/kit/message';

import { paths } from '../../app/routes.ts';
import { canDelete, type ConversationView } from './conversationView.ts';

interface MenuCallbacks {
  readonly reply: (message: Message) => void;
  readonly edit: (message: Message) => void;
  readonly open: (dialog: 'delete' | 'forward' | 'readers' | 'emoji') => void;
  readonly pin: (isPinned: boolean) => void;
}

/** The actions that the server allows the reader for a message. */
export function menuHandlers(
  message: Message,
  view: ConversationView,
  pinnedIds: readonly number[],
  { reply, edit, open, pin }: MenuCallbacks,
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
    ...(canCopy() && { copyLink: copying(linkTo(message)) }),
    ...(isOwn && {
      readers: () => {
        open('readers');
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

function linkTo({ chat_id, id }: Message): string {
  return `${window.location.origin}${paths.chats}/${chat_id}?message=${id}`;
}
