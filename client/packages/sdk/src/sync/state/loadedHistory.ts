import type { Message } from '../../realms/school/types.ts';
import { indexAfter } from './timeline.ts';

/** What is here of a chat's history: without holes, up to its newest message. */
export interface Known {
  readonly messages: readonly Message[];
  /** Nothing older exists. */
  readonly isFromTheStart: boolean;
}

/** The newest message before `id`; null where there is none, undefined where it isn't here. */
export function newestBefore(known: Known, id: number): Message | null | undefined {
  const message = known.messages[indexAfter(known.messages, id - 1) - 1];
  return message ?? (known.isFromTheStart ? null : undefined);
}
