import type { VestnikError } from '../../http/errors.ts';
import type { ScheduledMessage } from '../../model.ts';
import type { ServerEvent } from '../../realtime/events.ts';

/** A message that waits for its time, or was refused then. */
export interface ScheduledEntry extends ScheduledMessage {
  /** Why it was refused; null while it waits, and if it was refused before this client could be told. */
  readonly code: string | null;
}

export interface ScheduledState {
  /** Of all chats, in the order in which they are to be sent. */
  readonly entries: readonly ScheduledEntry[];
  readonly isLoaded: boolean;
  readonly error: VestnikError | null;
}

export const NO_SCHEDULED: ScheduledState = { entries: [], isLoaded: false, error: null };

/** How an event changes the entries. Applying it twice changes nothing more. */
export function applyToScheduled(
  entries: readonly ScheduledEntry[],
  event: ServerEvent,
): readonly ScheduledEntry[] {
  switch (event.name) {
    case 'scheduled':
      return withScheduled(entries, event.data.scheduled);
    case 'scheduled_failed':
      return withScheduled(entries, event.data.scheduled, event.data.code);
    default:
      return entries;
  }
}

/** With a message as the server shows it: without it, once it was sent or cancelled. */
export function withScheduled(
  entries: readonly ScheduledEntry[],
  scheduled: ScheduledMessage,
  code: string | null = null,
): readonly ScheduledEntry[] {
  const { id, state } = scheduled;
  const others = entries.filter((entry) => entry.id !== id);
  if (state !== 'waiting' && state !== 'failed') return others;
  const entry = { ...scheduled, code: state === 'failed' ? code : null };
  return [...others, entry].sort(bySendingTime);
}

/** The server's list, with the reasons that events have told. */
export function scheduledFromList(
  list: readonly ScheduledMessage[],
  former: readonly ScheduledEntry[],
): readonly ScheduledEntry[] {
  const codes = new Map(former.map(({ id, code }) => [id, code]));
  return list.reduce<readonly ScheduledEntry[]>(
    (entries, one) => withScheduled(entries, one, codes.get(one.id) ?? null),
    [],
  );
}

function bySendingTime(one: ScheduledMessage, other: ScheduledMessage): number {
  return Date.parse(one.send_at) - Date.parse(other.send_at) || one.id - other.id;
}
