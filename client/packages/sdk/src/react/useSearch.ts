import { useMemo } from 'react';

import type { Hit, PageQuery, Reader, SearchQuery, User } from '../index.ts';
import { useClient } from './context.ts';
import type { ListView } from './useChats.ts';
import { usePaged } from './usePaged.ts';

export type SearchTerms = Omit<SearchQuery, 'cursor' | 'limit'>;

export interface UseSearch extends Omit<ListView<Hit>, 'items'> {
  /** The newest first. */
  readonly hits: readonly Hit[];
}

/** Messages by their words. Nothing is requested while `q` is blank. */
export function useSearch({ q, chat_id, author_id, after, before, has }: SearchTerms): UseSearch {
  const { api } = useClient();
  const text = q.trim();
  const read = useMemo(() => {
    if (text === '') return null;
    const terms = {
      q: text,
      ...(chat_id !== undefined && { chat_id }),
      ...(author_id !== undefined && { author_id }),
      ...(after !== undefined && { after }),
      ...(before !== undefined && { before }),
      ...(has !== undefined && { has }),
    };
    return (page: PageQuery) => api.search({ ...terms, ...page });
  }, [api, text, chat_id, author_id, after, before, has]);
  const { items, ...view } = usePaged(read);
  return { hits: items, ...view };
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
