import type { Chat, Hit, User } from '@vestnik/sdk/model';

import { matchesQuery, normalizeForSearch } from '../search.ts';

/** A page of the application. */
export interface QuickPage {
  readonly key: string;
  readonly title: string;
  readonly open: () => void;
}

interface TargetOf<Kind extends string> {
  readonly kind: Kind;
  readonly key: string;
  readonly title: string;
}

export type QuickTarget =
  | (TargetOf<'chat'> & { readonly chat: Chat })
  | (TargetOf<'person'> & { readonly user: User })
  | (TargetOf<'page'> & { readonly page: QuickPage })
  | (TargetOf<'message'> & { readonly hit: Hit });

export interface QuickSources {
  readonly chats: readonly Chat[];
  readonly people: readonly User[];
  readonly pages: readonly QuickPage[];
  /** Messages that were found for the query. */
  readonly hits: readonly Hit[];
}

const MAX_CHATS_AND_PEOPLE = 12;
const MAX_MESSAGES = 5;

/** Chats and people, pages, and messages; each group in its order. */
export function quickTargets(
  { chats, people, pages, hits }: QuickSources,
  query: string,
  titleOf: (chat: Chat) => string,
): QuickTarget[] {
  const known: QuickTarget[] = pages.map((page) => ({
    kind: 'page',
    key: `page-${page.key}`,
    title: page.title,
    page,
  }));
  const messages: QuickTarget[] = hits.slice(0, MAX_MESSAGES).map((hit) => ({
    kind: 'message',
    key: `message-${hit.message.id}`,
    title: hit.message.text,
    hit,
  }));
  return [
    ...chatsAndPeople({ chats, people }, query, titleOf),
    ...known.filter(({ title }) => matchesQuery(title, query)),
    ...messages,
  ];
}

/** By any part of the name; what begins with the query first, then chats. */
function chatsAndPeople(
  { chats, people }: Pick<QuickSources, 'chats' | 'people'>,
  query: string,
  titleOf: (chat: Chat) => string,
): QuickTarget[] {
  const sought = normalizeForSearch(query);
  const targets: QuickTarget[] = [
    ...chats.map((chat): QuickTarget => ({
      kind: 'chat',
      key: `chat-${chat.id}`,
      title: titleOf(chat),
      chat,
    })),
    ...withoutPrivateChats(people, chats).map((user): QuickTarget => ({
      kind: 'person',
      key: `user-${user.id}`,
      title: user.name,
      user,
    })),
  ];
  const isPrefix = ({ title }: QuickTarget) => normalizeForSearch(title).startsWith(sought);
  return targets
    .filter(({ title }) => matchesQuery(title, query))
    .sort((a, b) => Number(isPrefix(b)) - Number(isPrefix(a)))
    .slice(0, MAX_CHATS_AND_PEOPLE);
}

/** People with whom there is a private chat are found as that chat. */
function withoutPrivateChats(people: readonly User[], chats: readonly Chat[]): User[] {
  const known = new Set(
    chats
      .filter(({ type }) => type === 'private')
      .flatMap(({ members }) => members?.map(({ user }) => user.id) ?? []),
  );
  return people.filter(({ id }) => !known.has(id));
}
