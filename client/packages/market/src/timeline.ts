import type { Message } from './types.ts';

/** What is known of a chat's messages; chronological, without doubles. Pure. */
export interface Timeline {
  readonly messages: readonly Message[];
  /** Whether there may be older ones. */
  readonly hasOlder: boolean;
  /** Messages that are gone: a page that was asked for before may still have them. */
  readonly deleted: ReadonlySet<number>;
}

/** Messages kept here at most; older ones are asked for again. */
export const KEPT = 1_000;

export const NOTHING: Timeline = { messages: [], hasOlder: true, deleted: new Set() };

/** With a page, or one message, of the server's; what is known of a message twice is one. */
export function withMessages(timeline: Timeline, added: readonly Message[]): Timeline {
  const byId = new Map(timeline.messages.map((message) => [message.id, message]));
  for (const message of added) {
    if (timeline.deleted.has(message.id)) continue;
    const known = byId.get(message.id);
    // Read is read: a page may be older than the mark.
    byId.set(message.id, known?.is_read === true ? { ...message, is_read: true } : message);
  }
  const messages = [...byId.values()].toSorted((a, b) => a.id - b.id);
  return { ...timeline, messages };
}

/** Without a message that was deleted, also where a page brings it later. */
export function withoutMessage(timeline: Timeline, id: number): Timeline {
  const messages = timeline.messages.filter((message) => message.id !== id);
  const deleted = new Set([...timeline.deleted, id].slice(-KEPT));
  return { ...timeline, messages, deleted };
}

/** Whatever came while somebody looks at the newest leaves the oldest behind. */
export function bounded(timeline: Timeline): Timeline {
  if (timeline.messages.length <= KEPT) return timeline;
  return { ...timeline, messages: timeline.messages.slice(-KEPT), hasOlder: true };
}

/** With those read that `isTheirs` picks, up to one of them. */
export function withRead(
  timeline: Timeline,
  upTo: number,
  isTheirs: (message: Message) => boolean,
): Timeline {
  const reads = (message: Message): boolean =>
    !message.is_read && message.id <= upTo && isTheirs(message);
  if (!timeline.messages.some(reads)) return timeline;
  const messages = timeline.messages.map((message) =>
    reads(message) ? { ...message, is_read: true } : message,
  );
  return { ...timeline, messages };
}
