import type { VestnikError } from '../../http/errors.ts';
import type { Message, MessagePage } from '../../model.ts';
import {
  changesMessages,
  chatOf,
  type MessageChange,
  type ServerEvent,
} from '../../realtime/events.ts';
import { applyToMessage, keepSilent } from './message.ts';

/** A part of a chat's history without gaps, and whether there is more. */
export interface TimelineState {
  /** Chronological; ids ascend. Deleted messages stay among them. */
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
  /** While there are newer ones, new messages are not added by events but by paging. */
  readonly hasNewer: boolean;
  readonly isLoaded: boolean;
  /** From the local copy: the server has not answered yet. */
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
  readonly userId: number;
}

/** How an event changes a timeline. Applying it twice changes nothing more. */
export function applyToTimeline(
  state: TimelineState,
  event: ServerEvent,
  context: TimelineContext,
): TimelineState {
  if (changesMessages(event)) return withChange(state, event, context);
  const isNew = event.name === 'message' && chatOf(event) === context.chatId;
  return isNew ? withMessage(state, keepSilent(event.data.message, event.data)) : state;
}

/** With messages as a change makes them. */
export function withChange(
  state: TimelineState,
  change: MessageChange,
  { chatId, userId }: TimelineContext,
): TimelineState {
  if (chatOf(change) !== chatId) return state;
  const messages = state.messages.map((message) => applyToMessage(message, change, userId));
  const isSame = messages.every((message, index) => message === state.messages[index]);
  return isSame ? state : { ...state, messages };
}

/** With a message at the position of its id. One that is there already stays as it is. */
export function withMessage(state: TimelineState, message: Message): TimelineState {
  const { messages } = state;
  if (state.hasNewer && message.id > (messages.at(-1)?.id ?? 0)) return state;
  const at = indexAfter(messages, message.id);
  if (messages[at - 1]?.id === message.id) return state;
  if (at === 0 && state.hasOlder) return state;
  return { ...state, messages: messages.toSpliced(at, 0, message) };
}

/** A timeline that was just read; `before`: what was shown of it. */
export function timelineFromPage(
  page: MessagePage,
  before: readonly Message[] = [],
): TimelineState {
  return {
    ...EMPTY_TIMELINE,
    messages: page.messages.map((message) =>
      keepSilent(
        message,
        before.find(({ id }) => id === message.id),
      ),
    ),
    hasOlder: page.has_older,
    hasNewer: page.has_newer,
    isLoaded: true,
  };
}

/** The local copy of a history: its newest messages. */
export interface TimelineCopy {
  readonly messages: readonly Message[];
  readonly hasOlder: boolean;
}

/** The history from its local copy, until the server answers. */
export function timelineFromCopy(copy: TimelineCopy, error: VestnikError | null): TimelineState {
  return { ...EMPTY_TIMELINE, ...copy, isCopy: true, error };
}

export function withOlder(state: TimelineState, page: MessagePage): TimelineState {
  const oldest = state.messages[0]?.id ?? Number.POSITIVE_INFINITY;
  const older = page.messages.filter(({ id }) => id < oldest);
  return {
    ...state,
    messages: [...older, ...state.messages],
    hasOlder: page.has_older,
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
    hasNewer: page.has_newer,
    isFetchingNewer: false,
    error: null,
  };
}

/** Without all but the newest messages. */
export function trimToNewest(state: TimelineState, limit: number): TimelineState {
  if (state.messages.length <= limit) return state;
  return { ...state, messages: state.messages.slice(-limit), hasOlder: true };
}

/** The first index whose message comes after `id`. New messages mostly belong at the end. */
function indexAfter(messages: readonly Message[], id: number): number {
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
