import { useEffect, useMemo, useState } from 'react';

import type { Hit, PageQuery, Reader, SearchQuery, User, Voter } from '../index.ts';
import { useChatClient, useClient } from './context.ts';
import type { ListResult } from './result.ts';
import { usePaged } from './usePaged.ts';

export type SearchTerms = Omit<SearchQuery, 'cursor' | 'limit'>;

/**
 * Messages by their words, the newest first. Nothing is requested while `q` is blank. While the server
 * cannot be reached: those that the browser has stored (`isCopy`).
 */
export function useSearch({
  q,
  chat_id,
  author_id,
  after,
  before,
  has,
}: SearchTerms): ListResult<Hit> {
  const { api } = useClient();
  const text = q.trim();
  const terms = useMemo(
    () => ({
      q: text,
      ...(chat_id !== undefined && { chat_id }),
      ...(author_id !== undefined && { author_id }),
      ...(after !== undefined && { after }),
      ...(before !== undefined && { before }),
      ...(has !== undefined && { has }),
    }),
    [text, chat_id, author_id, after, before, has],
  );
  const read = useMemo(
    () => (text === '' ? null : (page: PageQuery) => api.search({ ...terms, ...page })),
    [api, text, terms],
  );
  const found = usePaged(read);
  const isUnreachable = (found.data?.length ?? 0) === 0 && found.error?.isTemporary === true;
  const copied = useCopiedHits(isUnreachable ? terms : null);
  return useMemo(
    () => (copied === null ? found : { ...found, data: copied, isCopy: true, hasNextPage: false }),
    [copied, found],
  );
}

/** Hits among the stored messages; null until they are searched, and without terms. */
function useCopiedHits(terms: SearchTerms | null): readonly Hit[] | null {
  const chatClient = useChatClient();
  const [found, setFound] = useState<{ terms: SearchTerms; hits: readonly Hit[] } | null>(null);
  useEffect(() => {
    if (terms === null || chatClient === null) return;
    let isCurrent = true;
    const search = async (): Promise<void> => {
      const hits = await chatClient.searchCopies(terms);
      if (isCurrent) setFound({ terms, hits });
    };
    // Without the code for it there is no search.
    search().catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [chatClient, terms]);
  return found !== null && found.terms === terms ? found.hits : null;
}

/** Users whom the caller may write to, by parts of the name or the exact e-mail address. */
export function useUserSearch(q: string): ListResult<User> {
  const { api } = useClient();
  const read = useMemo(() => (page: PageQuery) => api.users(q.trim(), page), [api, q]);
  return usePaged(read);
}

/** Who has read a message, besides its author. */
export function useReaders(messageId: number): ListResult<Reader> {
  const { api } = useClient();
  const read = useMemo(() => (page: PageQuery) => api.readers(messageId, page), [api, messageId]);
  return usePaged(read);
}

/** Who voted in a poll that is not anonymous, and chose this option. */
export function useVoters(messageId: number, optionId: number): ListResult<Voter> {
  const { api } = useClient();
  const read = useMemo(
    () => (page: PageQuery) => api.voters(messageId, { ...page, option_id: optionId }),
    [api, messageId, optionId],
  );
  return usePaged(read);
}
