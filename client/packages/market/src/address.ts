/** A chat that the address of a page names, and a message in it. */
export interface ChatAddress {
  readonly chatId: number;
  readonly messageId: number | null;
}

/** Names of their own: the rest of the query is the shop's. */
const CHAT = 'vestnik_chat';
const MESSAGE = 'vestnik_message';

/** What the page's address names; null: no chat. */
export function readAddress(): ChatAddress | null {
  const query = new URL(location.href).searchParams;
  const chatId = idOf(query.get(CHAT));
  return chatId === null ? null : { chatId, messageId: idOf(query.get(MESSAGE)) };
}

/** The page's address with another chat, or without one. */
export function withAddress(address: ChatAddress | null): string {
  const url = new URL(location.href);
  for (const [name, id] of [
    [CHAT, address?.chatId],
    [MESSAGE, address?.messageId],
  ] as const) {
    if (typeof id === 'number') url.searchParams.set(name, String(id));
    else url.searchParams.delete(name);
  }
  return url.href;
}

function idOf(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
