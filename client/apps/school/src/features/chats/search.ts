/** Search as people type it: case and the dots over «ё» do not matter. */
import type { ChatItem } from '@vestnik/sdk';

export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/gu, ' ').trim();
}

/** Whether a chat's name or preview holds every word of `query`. */
export function matches(chat: ChatItem, name: string, query: string): boolean {
  const words = fold(query).split(' ');
  const text = fold(`${name} ${chat.last_message?.content ?? ''}`);
  return words.every((word) => text.includes(word));
}
