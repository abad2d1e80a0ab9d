import type { Message } from '@vestnik/sdk';
import { useUser } from '@vestnik/sdk/react';
import { useStrings } from '@vestnik/ui/i18n';
import { useCallback } from 'react';

import { memberName, type ConversationView } from '../conversationView.ts';
import { strings } from '../strings.ts';

export interface AuthorNames {
  readonly nameOf: (userId: number | null) => string;
  /** Null: the reader may not know who wrote the message that was forwarded; undefined: by `nameOf`. */
  readonly forwardedAuthor: null | undefined;
}

/**
 * Names of a message's author and of the authors that it quotes and forwards. Users who are not
 * members of the chat are requested from the server, unless it is about a listing.
 */
export function useAuthorNames(
  view: ConversationView,
  {
    author_id,
    reply_to,
    forwarded_from,
  }: Pick<Message, 'author_id' | 'reply_to' | 'forwarded_from'>,
): AuthorNames {
  const t = useStrings(strings);
  const author = useStranger(view, author_id);
  const quoted = useStranger(view, reply_to?.author_id ?? null);
  const forwarded = useStranger(view, forwarded_from?.author_id ?? null);
  const nameOf = useCallback(
    (userId: number | null) => {
      if (userId !== null && userId === view.ownId) return t.you;
      const stranger = [author, quoted, forwarded].find((user) => user?.id === userId);
      return memberName(view, userId) ?? view.nameOf(stranger);
    },
    [author, forwarded, quoted, t, view],
  );
  const forwardedId = forwarded_from?.author_id ?? null;
  const isUnknown = isStranger(view, forwardedId) && forwarded === undefined;
  return { nameOf, forwardedAuthor: isUnknown ? null : undefined };
}

function useStranger(view: ConversationView, userId: number | null) {
  return useUser(isStranger(view, userId) ? userId : null, !view.isListing).data;
}

function isStranger(view: ConversationView, userId: number | null): boolean {
  return userId !== null && userId !== view.ownId && memberName(view, userId) === null;
}
