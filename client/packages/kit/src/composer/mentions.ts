import type { Member } from '@vestnik/sdk/model';

import { normalizeForSearch } from '../search.ts';

/** An `@` in front of the caret, and what follows it up to there. */
export interface MentionQuery {
  /** The position of the `@`. */
  readonly start: number;
  readonly query: string;
}

/** A member whom the text mentions by name. */
export interface Mention {
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

/** The ids of the mentions whose names are still in the text, each once. */
export function mentionedIds(text: string, mentions: readonly Mention[]): number[] {
  const present = mentions.filter(({ name }) => hasName(text, name));
  return [...new Set(present.map(({ userId }) => userId))];
}

/** Whether `@` and the name are in the text as whole words. */
function hasName(text: string, name: string): boolean {
  const sought = `@${name}`;
  let at = text.indexOf(sought);
  while (at >= 0) {
    const next = text.slice(at + sought.length);
    if (!/^[\p{L}\p{N}_]/u.test(next)) return true;
    at = text.indexOf(sought, at + 1);
  }
  return false;
}

/** The `id` of the suggestion that the arrow keys have reached. */
export function mentionOptionId(listId: string, member: Member): string {
  return `${listId}-${member.user.id}`;
}
