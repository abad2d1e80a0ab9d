import type { Member, Mention } from '@vestnik/sdk/model';

import { normalizeForSearch } from '../search.ts';

/** An `@` in front of the caret, and what follows it up to there. */
export interface MentionQuery {
  /** The position of the `@`. */
  readonly start: number;
  readonly query: string;
}

/** A member who was chosen from the suggestions. */
export interface ChosenMember {
  readonly userId: number;
  readonly name: string;
}

/** Longer than the names that people type to the end. */
const MAX_QUERY_LENGTH = 60;
const MAX_SUGGESTIONS = 8;

/** The `@` starts a word; a name has letters, digits, white space, dots, hyphens, apostrophes. */
const QUERY = /(?:^|[^\p{L}\p{N}_@])@(?<query>[\p{L}\p{M}\p{N}.'’_ -]*)$/u;

/** What is being typed after an `@`, if the caret is behind one. */
export function mentionQuery(text: string, caret: number): MentionQuery | null {
  const before = text.slice(Math.max(0, caret - MAX_QUERY_LENGTH - 2), caret);
  const query = QUERY.exec(before)?.groups?.['query'];
  // «@ Анна» is no mention.
  if (query === undefined || query.startsWith(' ') || query.length > MAX_QUERY_LENGTH) return null;
  return { start: caret - query.length - 1, query };
}

/** The members whose names have words that begin with the words of the query; few of them. */
export function mentionSuggestions(
  members: readonly Member[],
  query: string,
  ownId: number | null,
): readonly Member[] {
  const sought = normalizeForSearch(query);
  const words = sought.split(' ');
  const isMatch = (name: string) => {
    const parts = name.split(' ');
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  };
  return members
    .filter(({ user }) => user.id !== ownId && user.name.trim() !== '')
    .map((member) => ({ member, name: normalizeForSearch(member.user.name) }))
    .filter(({ name }) => isMatch(name))
    .sort((a, b) => Number(b.name.startsWith(sought)) - Number(a.name.startsWith(sought)))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ member }) => member);
}

/** Where the text names chosen members; at one place the longest name counts. */
export function mentionsIn(text: string, chosen: readonly ChosenMember[]): Mention[] {
  const members = new Map(chosen.map((member) => [member.userId, member]));
  return [...text.matchAll(/(?<![\p{L}\p{N}])@/gu)].flatMap(({ index: start }) => {
    const named = [...members.values()].filter(({ name }) => isAt(text, start + 1, name));
    const longest = Math.max(...named.map(({ name }) => name.length));
    return named
      .filter(({ name }) => name.length === longest)
      .map(({ userId }) => ({ user_id: userId, start, end: start + 1 + longest }));
  });
}

/** Whether a name stands there as whole words. */
function isAt(text: string, from: number, name: string): boolean {
  const to = from + name.length;
  return text.startsWith(name, from) && !/^[\p{L}\p{N}_]/u.test(text.slice(to, to + 2));
}

/** The `id` of the suggestion that the arrow keys have reached. */
export function mentionOptionId(listId: string, member: Member): string {
  return `${listId}-${member.user.id}`;
}
