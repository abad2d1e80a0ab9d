import { isAfter } from '../event-id.ts';
import type { ServerEvent } from '../events.ts';
import type { AdminChatItem } from '../types.ts';
import { newestBefore, type Known } from './known.ts';
import { entryOf, stale, withEntry, withEntryOnTop, type ListState } from './list.ts';

export type OverviewsState = ListState<AdminChatItem>;

export interface OverviewsContext {
  /** What names are searched for; empty for all chats. */
  readonly search: string;
  readonly known: (chatId: number) => Known | null;
}

/** What an event makes of an admin's list of all chats. */
export function applyToOverviews(
  state: OverviewsState,
  event: ServerEvent,
  context: OverviewsContext,
): OverviewsState {
  if (!state.isLoaded) return state;
  const entry = entryOf(state, event.data.chat_id);
  if (entry !== undefined && !isAfter(event.id, entry.asOf)) return state;
  switch (event.name) {
    case 'chat_created':
      return 'participants' in event.data.chat
        ? created(state, event.data.chat, event.id, context.search)
        : state;
    case 'new_message': {
      if (entry === undefined) return isWholeSearch(state, context) ? state : stale(state);
      const { messages_count } = entry.item;
      const last_message_at = event.data.message.created_at;
      const item = { ...entry.item, messages_count: messages_count + 1, last_message_at };
      return withEntryOnTop(state, { item, asOf: event.id });
    }
    case 'message_deleted': {
      if (entry === undefined) return state;
      const last_message_at = lastWithout(entry.item, event.data.message_id, context);
      const messages_count = entry.item.messages_count - 1;
      const item = { ...entry.item, messages_count };
      if (last_message_at === undefined) return stale(withEntry(state, { item, asOf: event.id }));
      const next = withEntry(state, { item: { ...item, last_message_at }, asOf: event.id });
      // The newest one is gone, and the chat's place in the list with it.
      return last_message_at === entry.item.last_message_at ? next : stale(next);
    }
    case 'chat_read':
      return state;
  }
}

/** Everything that was found is here, so an unknown chat is one that was not found. */
function isWholeSearch(state: OverviewsState, { search }: OverviewsContext): boolean {
  return search !== '' && state.nextCursor === null;
}

/** Shown as it is by now: one that has messages already would have them counted again. */
function created(
  state: OverviewsState,
  item: AdminChatItem,
  asOf: string,
  search: string,
): OverviewsState {
  if (search !== '') return stale(state);
  const next = withEntryOnTop(state, { item, asOf });
  return item.messages_count === 0 ? next : stale(next);
}

/** When the newest message was sent, once `id` is gone; undefined where that isn't known. */
function lastWithout(
  chat: AdminChatItem,
  id: number,
  { known }: OverviewsContext,
): string | null | undefined {
  const history = known(chat.id);
  if (history === null) return undefined;
  const newest = history.messages.at(-1);
  if (newest !== undefined && newest.id > id) return chat.last_message_at ?? null;
  const previous = newestBefore(history, id);
  return previous === null ? null : previous?.created_at;
}
