import {
  addressParams,
  addressWith,
  idParam,
  leaveTo,
  pushAddress,
  replaceAddress,
  useSearchParams,
} from '@vestnik/ui/address';

/**
 * The open conversation and message are in the URL: a reload keeps them, Back returns to the
 * conversation before, and a link leads there.
 */
const CONVERSATION = 'conversation';
const MESSAGE = 'message';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** In the addresses that notifications open: they name the chat by its number. */
const CHAT = 'chat';

export interface Route {
  readonly conversationId: string | null;
  readonly messageId: number | null;
  /** The chat of a notification, until its conversation is open. */
  readonly chatId: number | null;
}

/** What is open. */
export function useRoute(): Route {
  return routeOf(useSearchParams());
}

/** Opens an address of this page. */
export function openPath(path: string): void {
  pushAddress(path, { isOver: currentConversation() === null });
}

/** Puts a conversation into the present entry of the history. */
export function replaceRoute(conversationId: string | null): void {
  replaceAddress(linkTo(conversationId, null));
}

/** Opens another conversation, another message of the same one, or the list. */
export function openRoute(conversationId: string | null, messageId: number | null): void {
  const before = currentConversation();
  const address = linkTo(conversationId, messageId);
  if (conversationId === before) replaceAddress(address);
  else if (conversationId === null) leaveTo(address);
  else pushAddress(address, { isOver: before === null });
}

/** The address of a conversation, of a message in it, or of the list, for links. */
export function linkTo(conversationId: string | null, messageId: number | null): string {
  const params = { [CONVERSATION]: conversationId, [MESSAGE]: messageId, [CHAT]: null };
  const { pathname, search } = new URL(addressWith(params));
  return pathname + search;
}

function routeOf(params: URLSearchParams): Route {
  const id = params.get(CONVERSATION) ?? '';
  return {
    conversationId: UUID.test(id) ? id : null,
    messageId: idParam(params, MESSAGE),
    chatId: idParam(params, CHAT),
  };
}

function currentConversation(): string | null {
  return routeOf(addressParams()).conversationId;
}
