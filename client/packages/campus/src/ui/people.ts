import type { Conversation, Person } from '../model/types/chat.ts';

/** Everybody in one's conversations. */
export function acquaintances(
  conversations: readonly Conversation[],
  nameOf: (name: string) => string,
): Person[] {
  return conversations.flatMap(({ participants }) =>
    participants.map(({ user_id, name }) => ({ id: user_id, name: nameOf(name) })),
  );
}

/** Those whose name, or what tells namesakes apart, has the query in it. */
export function matching(people: readonly Person[], query: string): Person[] {
  const sought = query.trim().toLowerCase();
  return people.filter(({ name, note = '' }) =>
    [name, note].some((text) => text.toLowerCase().includes(sought)),
  );
}

/** Somebody of whom nothing but the number is known. */
export function numbered(query: string, nameOf: (id: number) => string): Person[] {
  const id = /^\d{1,15}$/.test(query.trim()) ? Number(query.trim()) : null;
  return id === null ? [] : [{ id, name: nameOf(id) }];
}

/** Of each person what was said first: the directory knows more than a number does. */
export function withoutRepeats(people: readonly Person[]): Person[] {
  return [...new Map(people.toReversed().map((person) => [person.id, person])).values()].reverse();
}
