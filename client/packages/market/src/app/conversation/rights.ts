import type { Chat, Message } from '@vestnik/sdk';

/** Whether the server lets the reader delete a message. */
export function canDelete({ me }: Chat, ownId: number | null, message: Message): boolean {
  return me.can.includes('delete') && message.author_id === ownId;
}
