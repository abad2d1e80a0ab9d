import { useEffect, useMemo, useState } from 'react';

import type { Hit, PageQuery, Reader, SearchQuery, User } from '../index.ts';
import { useChatClient, useClient } from './context.ts';
import type { ListView } from './useChats.ts';
import { usePaged } from './usePaged.ts';

export type SearchTerms = Omit<SearchQuery, 'cursor' | 'limit'>;

export interface UseSearch extends Omit<ListView<Hit>, 'items'> {
  /** The newest first. */
  readonly hits: readonly Hit[];
}

/**
 * Messages by their words. Nothing is requested while `q` is blank. While the server cannot be
 * reached: those that the browser has stored (`isCopy`).
 */
export function useSearch({ q, chat_id, author_id, after, before, has }: SearchTerms): UseSearch {
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
  const { items, ...view } = usePaged(read);
  const isUnreachable = items.length === 0 && view.error?.isTemporary === true;
  const copied = useCopiedHits(isUnreachable ? terms : null);
  return copied === null
    ? { hits: items, ...view }
    : { ...view, hits: copied, isCopy: true, hasMore: false };
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

export interface UseUserSearch extends Omit<ListView<User>, 'items'> {
  readonly users: readonly User[];
}

/** Users whom the caller may write to, by parts of the name or the exact e-mail address. */
export function useUserSearch(q: string): UseUserSearch {
  const { api } = useClient();
  const read = useMemo(() => (page: PageQuery) => api.users(q.trim(), page), [api, q]);
  const { items, ...view } = usePaged(read);
  return { users: items, ...view };
}

export interface UseReaders extends Omit<ListView<Reader>, 'items'> {
  readonly readers: readonly Reader[];
}

/** Who has read a message, besides its author. */
export function useReaders(messageId: number): UseReaders {
  const { api } = useClient();
  const read = useMemo(() => (page: PageQuery) => api.readers(messageId, page), [api, messageId]);
  const { items, ...view } = usePaged(read);
  return { readers: items, ...view };
}
