/** Search as people type it: case and the dots over «ё» do not matter. */
import type { Chat } from '@vestnik/sdk';

export function normalizeForSearch(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/gu, ' ').trim();
}

/** Whether a chat's name or last message has every word of `query`. */
export function matchesQuery(chat: Chat, title: string, query: string): boolean {
  const words = normalizeForSearch(query).split(' ');
  const text = normalizeForSearch(`${title} ${chat.last_message?.text ?? ''}`);
  return words.every((word) => text.includes(word));
}
