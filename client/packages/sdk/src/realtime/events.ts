import type { components } from '../http/wire.ts';
import type { EventId, User } from '../model.ts';

type Schemas = components['schemas'];

/** `data:` of each event of the log. */
interface Payloads {
  message: Schemas['MessageEvent'];
  message_edited: Schemas['MessageEvent'];
  message_deleted: Schemas['MessageDeletedEvent'];
  reaction: Schemas['ReactionEvent'];
  poll: Schemas['PollEvent'];
  read: Schemas['ReadEvent'];
  chat: Schemas['ChatEvent'];
  chat_removed: Schemas['ChatRemovedEvent'];
  member: Schemas['MemberEvent'];
  member_removed: Schemas['MemberRemovedEvent'];
  user: Schemas['UserEvent'];
  scheduled: Schemas['ScheduledEvent'];
  scheduled_failed: Schemas['ScheduledFailedEvent'];
}

export type EventName = keyof Payloads;

/** An event of the log. */
export type ServerEvent = {
  [Name in EventName]: { readonly id: EventId; readonly name: Name; readonly data: Payloads[Name] };
}[EventName];

/** An event of the log that happened in a chat. */
export type EventOfChat = Exclude<ServerEvent, { name: 'user' }>;

/** `data:` of each event that changes messages which are there already, as far as it changes them. */
interface Changes {
  message_edited: Pick<Payloads['message_edited'], 'message'>;
  message_deleted: Pick<Payloads['message_deleted'], 'chat_id' | 'message_id' | 'at'>;
  reaction: Omit<Payloads['reaction'], 'position' | 'at'>;
  poll: Omit<Payloads['poll'], 'position' | 'at'>;
}

/** How an event changes messages, or a local change that its event confirms. */
export type MessageChange = {
  [Name in keyof Changes]: { readonly name: Name; readonly data: Changes[Name] };
}[keyof Changes];

/** What a stream sends: events, where it begins, and that all earlier state is void. */
export type StreamFrame =
  | ServerEvent
  | { readonly id: EventId; readonly name: 'ready' }
  | { readonly id: EventId; readonly name: 'reset' };

/** `data:` of each frame without an id. */
interface EphemeralPayloads {
  typing: Schemas['TypingEvent'];
  presence: Schemas['PresenceEvent'];
  draft: Schemas['DraftEvent'];
}

type EphemeralName = keyof EphemeralPayloads;

/** `data:` of each event of the stream, by its name. */
export interface StreamEvents extends Payloads, EphemeralPayloads {
  /** The stream begins. Comes once, and not after each reconnection. */
  ready: Record<string, never>;
  /** Earlier events may be missing: read everything again. */
  reset: Record<string, never>;
}

export type StreamEventName = keyof StreamEvents;

/**
 * Frames that are not in the log and cannot be resumed. `presence_reset`: a stream opened; discard
 * presence, the server sends it again.
 */
export type EphemeralEvent =
  | {
      [Name in EphemeralName]: { readonly name: Name; readonly data: EphemeralPayloads[Name] };
    }[EphemeralName]
  | { readonly name: 'presence_reset' };

/** The events of the log, and whether each changes messages that are there already. */
const CHANGES_MESSAGES: Readonly<Record<EventName, boolean>> = {
  message: false,
  message_edited: true,
  message_deleted: true,
  reaction: true,
  poll: true,
  read: false,
  chat: false,
  chat_removed: false,
  member: false,
  member_removed: false,
  user: false,
  scheduled: false,
  scheduled_failed: false,
};

const EPHEMERAL_NAMES: readonly string[] = [
  'typing',
  'presence',
  'draft',
] satisfies EphemeralName[];

/** Whether the stream has an event of this name. */
export function isStreamEventName(name: string): boolean {
  const isOfLog = Object.hasOwn(CHANGES_MESSAGES, name);
  return isOfLog || EPHEMERAL_NAMES.includes(name) || name === 'ready' || name === 'reset';
}

/** Reads a frame with an id; null for a name that this version does not know. */
export function parseFrame(id: EventId, name: string, data: string): StreamFrame | null {
  if (name === 'ready' || name === 'reset') return { id, name };
  if (!Object.hasOwn(CHANGES_MESSAGES, name)) return null;
  // The server's document describes what it sends under each name.
  return { id, name, data: JSON.parse(data) as unknown } as ServerEvent;
}

/** Reads a frame without an id; null for a name that this version does not know. */
export function parseEphemeral(name: string, data: string): EphemeralEvent | null {
  if (!EPHEMERAL_NAMES.includes(name)) return null;
  return { name, data: JSON.parse(data) as unknown } as EphemeralEvent;
}

/** The chat in which an event happened. */
export function chatOf({ data }: EventOfChat | MessageChange): number {
  if ('message' in data) return data.message.chat_id;
  if ('chat' in data) return data.chat.id;
  if ('scheduled' in data) return data.scheduled.chat_id;
  return data.chat_id;
}

/** The people whom an event names. */
export function peopleOf(event: ServerEvent): readonly User[] {
  const { data } = event;
  if ('users' in data) return data.users;
  if ('user' in data) return [data.user];
  return 'member' in data ? [data.member.user] : [];
}

/** Whether an event changes messages that are there already. */
export function changesMessages(
  event: ServerEvent,
): event is Extract<ServerEvent, { name: keyof Changes }> {
  return CHANGES_MESSAGES[event.name];
}
