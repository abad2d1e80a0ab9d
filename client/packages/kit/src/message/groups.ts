/** Messages of one author within this time are shown as one group. */
const GROUP_MS = 5 * 60_000;

export interface GroupedMessage {
  readonly author_id: number | null;
  readonly type: string;
  readonly created_at: string;
}

/** Whether a message goes on with the group of the one above it. `dayKey` is of the reader's days. */
export function continuesGroup(
  previous: GroupedMessage | undefined,
  message: GroupedMessage,
  dayKey: (iso: string) => string,
): boolean {
  if (!previous || previous.type === 'system' || message.type === 'system') return false;
  if (previous.author_id === null || previous.author_id !== message.author_id) return false;
  if (dayKey(previous.created_at) !== dayKey(message.created_at)) return false;
  const apart = Date.parse(message.created_at) - Date.parse(previous.created_at);
  // A clock that was set back is no reason for a new group.
  return apart <= GROUP_MS;
}
