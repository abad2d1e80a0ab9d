import type { Message } from '../../model.ts';

/** The loaded end of a chat's history: without gaps, up to its newest message. */
export interface LoadedHistory {
  readonly messages: readonly Message[];
  /** Whether it begins with the first message of the chat. */
  readonly reachesStart: boolean;
}

/**
 * The newest message before `id` that is not deleted; null if there is none, undefined if it is
 * not loaded.
 */
export function lastMessageBefore(history: LoadedHistory, id: number): Message | null | undefined {
  const previous = history.messages.findLast(
    (message) => message.id < id && message.deleted_at === null,
  );
  return previous ?? (history.reachesStart ? null : undefined);
}
