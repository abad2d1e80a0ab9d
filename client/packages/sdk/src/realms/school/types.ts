/** The wire's words under short names; generated from the server's OpenAPI document. */
import type { components } from './wire.ts';

type Schemas = components['schemas'];

export type User = Schemas['User'];
export type Role = User['role'];
export type Participant = Schemas['Participant'];
export type LastMessage = Schemas['LastMessage'];
export type ChatItem = Schemas['ChatItem'];
export type AdminChatItem = Schemas['AdminChatItem'];
export type Message = Schemas['Message'];
export type MessagePage = Schemas['MessagePage'];
export type Lesson = Schemas['Lesson'];
export type LessonStatus = Schemas['LessonStatus'];
export type NewLesson = Schemas['NewLesson'];
export type NewUser = Schemas['NewUser'];
export type Problem = Schemas['Problem'];

/** What a page of a list answers. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** For the next page; null on the last. */
  readonly nextCursor: string | null;
}

/** An answer together with the last event of the log that it reflects. */
export interface Snapshot<Value> {
  readonly value: Value;
  readonly asOf: EventId;
}

/**
 * An event's place in the log: `<position>-<fingerprint>`, as in `id:` of the stream and in the
 * header `Last-Event-ID` of snapshots.
 */
export type EventId = string;
