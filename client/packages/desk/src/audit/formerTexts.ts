import type { TimelineEntry } from '@vestnik/sdk/desk';

/**
 * The texts that edits replaced, by the position of the edit; null where it was erased. `entries`
 * begin with the first event of the chat.
 */
export function formerTexts(entries: readonly TimelineEntry[]): ReadonlyMap<number, string | null> {
  const current = new Map<number, string | null>();
  const former = new Map<number, string | null>();
  for (const { position, kind, message_id, text } of entries) {
    if (message_id === null) continue;
    if (kind === 'message_sent') current.set(message_id, text);
    if (kind === 'message_edited') {
      const before = current.get(message_id);
      if (before !== undefined) former.set(position, before);
      current.set(message_id, text);
    }
  }
  return former;
}

/** By the time at which they happened: clocks jump, and imported events are older than the log. */
export function byTime(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  return entries.toSorted(
    (one, other) => Date.parse(one.at) - Date.parse(other.at) || one.position - other.position,
  );
}

/** The index of the last entry that is not later than `time`; 0 if all are. */
export function entryAt(entries: readonly TimelineEntry[], time: number): number {
  let first = 0;
  let end = entries.length;
  while (first < end) {
    const middle = Math.floor((first + end) / 2);
    const at = entries[middle]?.at;
    if (at !== undefined && Date.parse(at) <= time) first = middle + 1;
    else end = middle;
  }
  return Math.max(0, first - 1);
}
