import type { Chat, User } from '@vestnik/sdk/model';

import { matchesQuery, normalizeForSearch } from '../search.ts';

export type QuickTarget =
  | { readonly kind: 'chat'; readonly key: string; readonly title: string; readonly chat: Chat }
  | { readonly kind: 'person'; readonly key: string; readonly title: string; readonly user: User };

const MAX_TARGETS = 12;

/** Chats and people by any part of the name; what begins with the query first, then chats. */
export function quickTargets(
  chats: readonly Chat[],
  people: readonly User[],
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
    .slice(0, MAX_TARGETS);
}

/** People with whom there is a private chat are found as that chat. */
function withoutPrivateChats(people: readonly User[], chats: readonly Chat[]): User[] {
  const known = new Set(
    chats
      .filter(({ type }) => type === 'private')
      .flatMap(({ members }) => members.map(({ user }) => user.id)),
  );
  return people.filter(({ id }) => !known.has(id));
}
