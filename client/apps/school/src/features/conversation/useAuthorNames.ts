import type { Message } from '@vestnik/sdk';
import { useUser } from '@vestnik/sdk/react';
import { usePersonName } from '@vestnik/ui/format';
import { useText } from '@vestnik/ui/i18n';
import { useCallback } from 'react';

import { memberName, type ConversationView } from './conversationView.ts';
import { strings } from './strings.ts';

/**
 * The names of the people whom a message names: its author, and those of the messages that it
 * quotes and forwards. Those who are no members are looked up.
 */
export function useAuthorNames(
  view: ConversationView,
  {
    author_id,
    reply_to,
    forwarded_from,
  }: Pick<Message, 'author_id' | 'reply_to' | 'forwarded_from'>,
): (userId: number | null) => string {
  const t = useText(strings);
  const personName = usePersonName();
  const author = useStranger(view, author_id);
  const quoted = useStranger(view, reply_to?.author_id ?? null);
  const forwarded = useStranger(view, forwarded_from?.author_id ?? null);
  return useCallback(
    (userId) => {
      if (userId !== null && userId === view.ownId) return t.you;
      const stranger = [author, quoted, forwarded].find((user) => user?.id === userId);
      return memberName(view, userId) ?? personName(stranger?.name);
    },
    [author, forwarded, personName, quoted, t, view],
  );
}

function useStranger(view: ConversationView, userId: number | null) {
  const isKnown = userId === view.ownId || memberName(view, userId) !== null;
  return useUser(isKnown ? null : userId);
}
