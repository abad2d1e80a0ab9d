import { isAfter, ORIGIN } from '../realtime/eventId.ts';
import { chatOf, type ServerEvent } from '../realtime/events.ts';
import type { Copy } from './copyDatabase.ts';
import { copyOfList, copyOfTimeline, type CopyContent } from './copyContent.ts';
import { GUARDS } from './copyGuards.ts';
import { ARCHIVED_COPY, CHATS_COPY, HISTORY_PREFIX } from './copyNames.ts';
import { parsed } from './copyProgress.ts';
import { applyToChats } from './state/chats.ts';
import { listFromCopy } from './state/list.ts';
import { applyToTimeline, timelineFromCopy } from './state/timeline.ts';

/**
 * A list or a history that is stored and not loaded, after an event; null if only the server knows
 * it.
 */
function changeCopy(userId: number, name: string, copy: CopyContent, event: ServerEvent): unknown {
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
  const isArchive = name === ARCHIVED_COPY;
  // An archived chat that the copy lacks comes with its own event.
  const mayChange = event.name === 'user' || value.some(({ chat }) => chat.id === chatOf(event));
  if (isArchive && !mayChange && event.name !== 'chat') return value;
  const onlyId = name === CHATS_COPY || isArchive ? undefined : value[0]?.chat.id;
  const before = listFromCopy(value, asOf, null);
  const after = applyToChats(before, event, {
    userId,
    filter: isArchive ? 'archived' : 'all',
    q: '',
    ...(onlyId !== undefined && { onlyId }),
  });
  if (after.isStale || after.staleIds.length > 0) return null;
  return after === before ? value : copyOfList(after);
}

/** A copy after events that no component of this tab applies. */
export function withEvents(userId: number, copy: Copy, events: readonly ServerEvent[]): Copy {
  const { name, asOf } = copy;
  const before = parsed(copy.json);
  let value = before;
  for (const event of events) {
    if (!isAfter(event.id, asOf)) continue;
    value = changeCopy(userId, name, { value, asOf }, event);
    if (value === null) return { ...copy, asOf: ORIGIN };
  }
  return value === before ? copy : { ...copy, json: JSON.stringify(value) };
}
