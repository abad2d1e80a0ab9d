import type { Message } from '@vestnik/sdk';
import { useUser } from '@vestnik/sdk/react';
import { useDisplayName } from '@vestnik/ui/format';
import { useStrings } from '@vestnik/ui/i18n';
import { useCallback } from 'react';

import { memberName, type ConversationView } from '../conversationView.ts';
import { strings } from '../strings.ts';

/**
 * Names of a message's author and of the authors that it quotes and forwards. Users who are not
 * members of the chat are requested from the server.
 */
export function useAuthorNames(
  view: ConversationView,
  {
    author_id,
    reply_to,
    forwarded_from,
  }: Pick<Message, 'author_id' | 'reply_to' | 'forwarded_from'>,
): (userId: number | null) => string {
  const t = useStrings(strings);
  const displayName = useDisplayName();
  const author = useStranger(view, author_id);
  const quoted = useStranger(view, reply_to?.author_id ?? null);
  const forwarded = useStranger(view, forwarded_from?.author_id ?? null);
  return useCallback(
    (userId) => {
      if (userId !== null && userId === view.ownId) return t.you;
      const stranger = [author, quoted, forwarded].find((user) => user?.id === userId);
      return memberName(view, userId) ?? displayName(stranger?.name);
    },
    [author, forwarded, displayName, quoted, t, view],
  );
}

function useStranger(view: ConversationView, userId: number | null) {
  const isKnown = userId === view.ownId || memberName(view, userId) !== null;
  return useUser(isKnown ? null : userId).data;
}
