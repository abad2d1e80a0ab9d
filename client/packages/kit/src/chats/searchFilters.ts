/** What a search is narrowed to; the parameters of `GET /search` besides `q`. */
export interface SearchFilters {
  readonly authorId: number | null;
  readonly has: 'image' | 'file' | 'link' | null;
  /** Calendar days of the reader, `2026-05-04`; both are included. Empty: no limit. */
  readonly from: string;
  readonly to: string;
  /** In the chat that is open, and no other. */
  readonly isThisChat: boolean;
}

export const NO_SEARCH_FILTERS: SearchFilters = {
  authorId: null,
  has: null,
  from: '',
  to: '',
  isThisChat: false,
};

export interface SearchParameters {
  q: string;
  author_id?: number;
  has?: 'image' | 'file' | 'link';
  chat_id?: number;
  after?: string;
  before?: string;
}

/** The parameters of the request; a day is from midnight to midnight where the reader is. */
export function searchParameters(
  query: string,
  filters: SearchFilters,
  chatId: number | null,
): SearchParameters {
  const after = midnight(filters.from, 0);
  const before = midnight(filters.to, 1);
  return {
    q: query.trim(),
    ...(filters.authorId !== null && { author_id: filters.authorId }),
    ...(filters.has !== null && { has: filters.has }),
    ...(filters.isThisChat && chatId !== null && { chat_id: chatId }),
    ...(after !== null && { after }),
    ...(before !== null && { before }),
  };
}

/** The midnight that begins a day, or one some days later; null if it is no day. */
function midnight(day: string, later: number): string | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(day);
  if (parts === null) return null;
  const [year = 0, month = 1, date = 1] = parts.slice(1).map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
