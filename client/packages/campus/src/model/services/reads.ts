import type { Message } from '../types/chat.ts';

/**
 * The newest of `messages` (chronological) that one of the marks reaches, by its index; -1 where
 * none does. A mark names the newest message that somebody has read. That message may be deleted,
 * or older than those here: then ids decide, since UUIDs of version 7 are in the order of time.
 */
export function furthestRead(messages: readonly Message[], marks: Iterable<string>): number {
  const known = new Set(messages.map(({ id }) => id));
  const reached = new Set(marks);
  const elsewhere = [...reached].filter((id) => !known.has(id)).toSorted();
  const newest = elsewhere.at(-1) ?? '';
  return messages.findLastIndex(({ id }) => reached.has(id) || id < newest);
}
