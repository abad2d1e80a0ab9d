import { useEffect, useMemo } from 'react';

import type { Member, PageQuery } from '../index.ts';
import { useChatClient, useClient } from './context.ts';
import type { ListResult } from './result.ts';
import { usePaged } from './usePaged.ts';

/**
 * The members of a chat, the owner and admins first; with `q` those whose name has parts that begin with its words.
 * They are read again when the chat changes.
 */
export function useMembers(chatId: number, q = ''): ListResult<Member> {
  const { api } = useClient();
  const buffer = useChatClient()?.buffer;
  const text = q.trim();
  const read = useMemo(
    () => (page: PageQuery) => api.members(chatId, { ...page, q: text }),
    [api, chatId, text],
  );
  const members = usePaged(read);
  const { refetch } = members;
  useEffect(
    () =>
      buffer?.listen({
        onEvent: (event) => {
          if (event.name === 'chat' && event.data.chat.id === chatId) refetch();
        },
        onGap: refetch,
        onReset: refetch,
      }),
    [buffer, chatId, refetch],
  );
  return members;
}
