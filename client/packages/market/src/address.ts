import { addressParams, addressWith, idParam } from '@vestnik/ui/address';

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
  const params = addressParams();
  const chatId = idParam(params, CHAT);
  return chatId === null ? null : { chatId, messageId: idParam(params, MESSAGE) };
}

/** The page's address with another chat, or without one. */
export function withAddress(address: ChatAddress | null): string {
  return addressWith({ [CHAT]: address?.chatId ?? null, [MESSAGE]: address?.messageId ?? null });
}
