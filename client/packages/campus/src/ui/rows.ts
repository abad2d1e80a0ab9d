import type { PendingMessage } from '../lib/live.ts';
import type { Message } from '../model/types/chat.ts';

/** What stands in the log, one below another. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: string }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: Message;
      readonly startsGroup: boolean;
      readonly endsGroup: boolean;
    }
  | { readonly kind: 'pending'; readonly key: string; readonly pending: PendingMessage };

/** The log's rows: messages by day, neighbours of one author together, what is on its way last. */
export function rowsOf(
  messages: readonly Message[],
  pending: readonly PendingMessage[],
  dayKey: (iso: string) => string,
): Row[] {
  const rows: Row[] = [];
  messages.forEach((message, index) => {
    const before = messages[index - 1];
    const after = messages[index + 1];
    const isNewDay = !(before && isSameDay(before, message, dayKey));
    if (isNewDay) {
      rows.push({ kind: 'day', key: `day:${dayKey(message.created_at)}`, at: message.created_at });
    }
    rows.push({
      kind: 'message',
      // The same before and after it was sent, so that its element stays.
      key: message.client_id ?? message.id,
      message,
      startsGroup: isNewDay || before.sender_id !== message.sender_id,
      endsGroup: after?.sender_id !== message.sender_id || !isSameDay(message, after, dayKey),
    });
  });
  const arrived = new Set(messages.map(({ client_id }) => client_id));
  for (const letter of pending) {
    if (arrived.has(letter.clientId)) continue;
    rows.push({ kind: 'pending', key: letter.clientId, pending: letter });
  }
  return rows;
}

function isSameDay(a: Message, b: Message, dayKey: (iso: string) => string): boolean {
  return dayKey(a.created_at) === dayKey(b.created_at);
}
