import type { ServerEvent } from '../realtime/events.ts';
import { copyOfList, copyOfTimeline } from './copyContent.ts';
import { GUARDS } from './copyGuards.ts';
import { CHATS_COPY, HISTORY_PREFIX } from './copyNames.ts';
import type { CopyContent } from './localCopies.ts';
import { applyToChats } from './state/chats.ts';
import { listFromCopy } from './state/list.ts';
import { applyToTimeline, timelineFromCopy } from './state/timeline.ts';

/**
 * A list or a history that is stored and not loaded, after an event; null if only the server knows
 * it.
 */
export function changeCopy(
  userId: number,
  name: string,
  copy: CopyContent,
  event: ServerEvent,
): unknown {
  return name.startsWith(HISTORY_PREFIX)
    ? changedHistory(userId, copy.value, event)
    : changedList(userId, name, copy, event);
}

function changedHistory(userId: number, value: unknown, event: ServerEvent): unknown {
  if (!GUARDS.history(value)) return null;
  const chatId = value.messages[0]?.chat_id;
  if (chatId === undefined) return null;
  const before = timelineFromCopy(value, null);
  const after = applyToTimeline(before, event, { chatId, userId });
  return after === before ? value : copyOfTimeline(after);
}

function changedList(
  userId: number,
  name: string,
  { value, asOf }: CopyContent,
  event: ServerEvent,
): unknown {
  if (!GUARDS.list(value)) return null;
  const onlyId = name === CHATS_COPY ? undefined : value[0]?.chat.id;
  const before = listFromCopy(value, asOf, null);
  const after = applyToChats(before, event, {
    userId,
    history: () => null,
    filter: 'all',
    q: '',
    ...(onlyId !== undefined && { onlyId }),
  });
  if (after.isStale || after.staleIds.length > 0) return null;
  return after === before ? value : copyOfList(after);
}
