import { continuesGroup } from '@vestnik/kit/message';
import type { Message, PendingMessage } from '@vestnik/sdk';

/** What the log shows, row by row. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | { readonly kind: 'unread'; readonly key: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: Message;
      readonly startsGroup: boolean;
      readonly endsGroup: boolean;
    }
  | {
      readonly kind: 'pending';
      readonly key: string;
      readonly pending: PendingMessage;
      readonly endsGroup: boolean;
    };

interface History {
  readonly messages: readonly Message[];
  readonly pending: readonly PendingMessage[];
  readonly hasOlder: boolean;
}

/** The divider of unread messages stands above the message `unreadFrom`. Pure. */
export function buildRows(
  { messages, pending, hasOlder }: History,
  ownId: number | null,
  unreadFrom: number | null,
  dayKey: (iso: string) => string,
): readonly Row[] {
  const rows: Row[] = [];
  messages.forEach((message, index) => {
    const { id, created_at } = message;
    const before = messages[index - 1];
    const after = messages[index + 1];
    // The day of the first loaded message is known to begin with it if nothing precedes it.
    const startsDay =
      before === undefined ? !hasOlder : dayKey(before.created_at) !== dayKey(created_at);
    if (startsDay) rows.push({ kind: 'day', key: `d${id}`, at: created_at });
    if (id === unreadFrom) rows.push({ kind: 'unread', key: 'unread' });
    rows.push({
      kind: 'message',
      // The same element as while it was pending.
      key: message.client_id ?? `m${id}`,
      message,
      startsGroup: id === unreadFrom || !continuesGroup(before, message, dayKey),
      endsGroup:
        after === undefined || after.id === unreadFrom || !continuesGroup(message, after, dayKey),
    });
  });
  const last = messages.at(-1);
  pending.forEach((entry, index) => {
    const isFirst = index === 0;
    if (isFirst && (last === undefined || dayKey(last.created_at) !== dayKey(entry.createdAt))) {
      rows.push({ kind: 'day', key: `d${entry.clientId}`, at: entry.createdAt });
    }
    const endsGroup = index === pending.length - 1;
    rows.push({ kind: 'pending', key: entry.clientId, pending: entry, endsGroup });
  });
  return joinOwn(rows, ownId);
}

/** A pending message goes on with the group of an own message above it. */
function joinOwn(rows: Row[], ownId: number | null): readonly Row[] {
  const at = rows.findIndex(({ kind }) => kind === 'pending') - 1;
  const above = rows[at];
  if (above?.kind === 'message' && above.message.author_id === ownId) {
    rows[at] = { ...above, endsGroup: false };
  }
  return rows;
}
