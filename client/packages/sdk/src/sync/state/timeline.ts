import type { VestnikError } from '../../http/errors.ts';
import type { ServerEvent } from '../../realtime/events.ts';
import type { Message, MessagePage } from '../../realms/school/types.ts';

/** A part of a chat's history without holes, and what lies beyond it. */
export interface TimelineState {
  /** Chronological; ids ascend. */
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** While there are newer ones, events of new messages are not added: they come by paging. */
  readonly hasNewer: boolean;
  readonly isLoaded: boolean;
  /** Shown from what this browser kept, since the server cannot be asked. */
  readonly isCopy: boolean;
  readonly isFetchingOlder: boolean;
  readonly isFetchingNewer: boolean;
  readonly error: VestnikError | null;
}

export const EMPTY_TIMELINE: TimelineState = {
  messages: [],
  hasOlder: false,
  hasNewer: false,
  isLoaded: false,
  isCopy: false,
  isFetchingOlder: false,
  isFetchingNewer: false,
  error: null,
};

export interface TimelineContext {
  readonly chatId: number;
  /** Deleted messages stay, marked: for admins. */
  readonly includeDeleted: boolean;
}

/** What an event makes of a timeline. Applying it twice changes nothing more. */
export function applyToTimeline(
  state: TimelineState,
  event: ServerEvent,
  context: TimelineContext,
): TimelineState {
  const { chatId } = context;
  if (event.data.chat_id !== chatId) return state;
  switch (event.name) {
    case 'new_message':
      return withMessage(state, { ...event.data.message, chat_id: chatId });
    case 'message_deleted':
      return withDeletion(state, event.data.message_id, context);
    case 'chat_created':
    case 'chat_read':
      return state;
  }
}

/** With a message where its id belongs. */
export function withMessage(state: TimelineState, message: Message): TimelineState {
  const { messages } = state;
  if (state.hasNewer && message.id > (messages.at(-1)?.id ?? 0)) return state;
  const at = indexAfter(messages, message.id);
  if (messages[at - 1]?.id === message.id) return state;
  if (at === 0 && state.hasOlder) return state;
  return { ...state, messages: messages.toSpliced(at, 0, message) };
}

/** With a message gone, or marked where deleted ones are shown. */
export function withDeletion(
  state: TimelineState,
  id: number,
  { includeDeleted }: TimelineContext,
): TimelineState {
  const at = indexAfter(state.messages, id) - 1;
  const message = state.messages[at];
  if (message?.id !== id || message.is_deleted) return state;
  const messages = includeDeleted
    ? state.messages.with(at, { ...message, is_deleted: true })
    : state.messages.toSpliced(at, 1);
  return { ...state, messages };
}

/** Read anew from its newest page (or the page that ends before `before`). */
export function loadedTimeline(page: MessagePage, hasNewer: boolean): TimelineState {
  return {
    ...EMPTY_TIMELINE,
    messages: page.messages,
    hasOlder: page.has_more,
    hasNewer,
    isLoaded: true,
  };
}

/** What a browser keeps of a history: its newest page. */
export interface TimelineCopy {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
}

/** The newest `kept` messages, for a copy; null where the newest are not here. */
export function copyOf(state: TimelineState, kept: number): TimelineCopy | null {
  if (!state.isLoaded || state.hasNewer) return null;
  const { messages, hasOlder } = trimmed(state, kept);
  return { messages, hasOlder };
}

export function withOlder(state: TimelineState, page: MessagePage): TimelineState {
  const oldest = state.messages[0]?.id ?? Number.POSITIVE_INFINITY;
  const older = page.messages.filter(({ id }) => id < oldest);
  return {
    ...state,
    messages: [...older, ...state.messages],
    hasOlder: page.has_more,
    isFetchingOlder: false,
    error: null,
  };
}

export function withNewer(state: TimelineState, page: MessagePage): TimelineState {
  const newest = state.messages.at(-1)?.id ?? 0;
  const newer = page.messages.filter(({ id }) => id > newest);
  return {
    ...state,
    messages: [...state.messages, ...newer],
    hasNewer: page.has_more,
    isFetchingNewer: false,
    error: null,
  };
}

/** Without all but the newest `kept` messages. */
export function trimmed(state: TimelineState, kept: number): TimelineState {
  if (state.messages.length <= kept) return state;
  return { ...state, messages: state.messages.slice(-kept), hasOlder: true };
}

/** The first index whose message comes after `id`. New messages mostly belong at the end. */
export function indexAfter(messages: readonly Message[], id: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const message = messages[middle];
    if (message !== undefined && message.id <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}
