import type { SearchQuery } from '../http/nativeApi.ts';
import type { Attachment, Hit, Message } from '../model.ts';
import type { ChatList } from './chatList.ts';
import type { LazyCopies } from './lazyCopies.ts';

export type LocalTerms = Omit<SearchQuery, 'cursor' | 'limit'>;

/** Hits of a search in stored messages. */
const MAX_HITS = 200;
/** Characters of a word that count, as on the server. */
const MAX_WORD_LENGTH = 64;
/** Soft hyphens and the like belong to a word in which they are. */
const WORD = /[\p{L}\p{N}\p{M}](?:\p{DI}*[\p{L}\p{N}\p{M}])*/gu;

interface Stored {
  readonly copies: Pick<LazyCopies, 'readHistories'>;
  readonly chats: Pick<ChatList, 'find'>;
}

/** Searches the stored histories of a user. */
export async function searchCopies({ copies, chats }: Stored, terms: LocalTerms): Promise<Hit[]> {
  const histories = await copies.readHistories();
  const messages = histories.flatMap((history) => history.messages);
  return searchMessages(messages, terms, (id) => chats.find(id)?.title ?? null);
}

/**
 * Finds messages among those that are stored, the newest first: all words of the query, each by its
 * beginning, whatever the case and the accents, with `ё` as `е`, and without characters that nobody
 * sees. The server finds stems too.
 */
export function searchMessages(
  messages: readonly Message[],
  terms: LocalTerms,
  titleOf: (chatId: number) => string | null,
): Hit[] {
  const words = wordsOf(terms.q).map(({ folded }) => folded);
  if (words.length === 0) return [];
  return messages
    .filter((message) => matchesFilters(message, terms))
    .flatMap((message) => {
      const highlights = highlightsOf(message.text, words);
      const chat = { id: message.chat_id, title: titleOf(message.chat_id) };
      return highlights === null ? [] : [{ message, chat, highlights }];
    })
    .sort((a, b) => b.message.id - a.message.id)
    .slice(0, MAX_HITS);
}

/** The found words; null if one of the query is missing. */
function highlightsOf(text: string, words: readonly string[]): Hit['highlights'] | null {
  const found = wordsOf(text).filter(({ folded }) => words.some((word) => folded.startsWith(word)));
  const hasAll = words.every((word) => found.some(({ folded }) => folded.startsWith(word)));
  return hasAll ? found.map(({ start, end }) => ({ start, end })) : null;
}

interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    folded: folded(word).slice(0, MAX_WORD_LENGTH),
    start: index,
    end: index + word.length,
  }));
}

/** Without case and accents; `й` is a letter of its own. */
function folded(word: string): string {
  const letters = word.normalize('NFC').toLowerCase().replaceAll('ё', 'е');
  return Array.from(letters, (letter) =>
    letter === 'й' ? letter : letter.normalize('NFD').replaceAll(/[\p{M}\p{DI}]/gu, ''),
  ).join('');
}

function matchesFilters(message: Message, terms: LocalTerms): boolean {
  const { chat_id, author_id, after, before, has } = terms;
  const time = Date.parse(message.created_at);
  return (
    message.deleted_at === null &&
    message.type !== 'system' &&
    (chat_id === undefined || message.chat_id === chat_id) &&
    (author_id === undefined || message.author_id === author_id) &&
    (after === undefined || time >= Date.parse(after)) &&
    (before === undefined || time < Date.parse(before)) &&
    (has === undefined || hasContent(message, has))
  );
}

function hasContent({ text, attachments }: Message, has: NonNullable<LocalTerms['has']>): boolean {
  const isImage = ({ kind }: Attachment): boolean => kind === 'image';
  switch (has) {
    case 'image':
      return attachments.some(isImage);
    case 'file':
      return attachments.some((one) => !isImage(one));
    case 'link':
      return /https?:\/\//.test(text);
  }
}
