import type { components } from '../realms/school/wire.ts';
import type { EventId } from '../realms/school/types.ts';

type Schemas = components['schemas'];

/** `data:` of each event of the log that the stream shows. */
interface Payloads {
  new_message: Schemas['NewMessageEvent'];
  message_deleted: Schemas['MessageDeletedEvent'];
  chat_created: Schemas['ChatCreatedEvent'];
  chat_read: Schemas['ChatReadEvent'];
}

export type EventName = keyof Payloads;

/** An event of the log. */
export type ServerEvent = {
  [Name in EventName]: { readonly id: EventId; readonly name: Name; readonly data: Payloads[Name] };
}[EventName];

/** What a stream says: events, where it begins, and that what went before is void. */
export type Frame =
  | ServerEvent
  | { readonly id: EventId; readonly name: 'ready' }
  | { readonly id: EventId; readonly name: 'reset' };

/** `data:` of each signal: of what passes, and stands in no log. */
interface SignalPayloads {
  typing: Schemas['TypingEvent'];
  presence: Schemas['PresenceEvent'];
}

type SignalName = keyof SignalPayloads;

/** What passes; `anew`: a stream begins, and whoever is here is told of from now on. */
export type Signal =
  | {
      [Name in SignalName]: { readonly name: Name; readonly data: SignalPayloads[Name] };
    }[SignalName]
  | { readonly name: 'anew' };

const EVENT_NAMES: readonly string[] = [
  'new_message',
  'message_deleted',
  'chat_created',
  'chat_read',
] satisfies EventName[];

const SIGNAL_NAMES: readonly string[] = ['typing', 'presence'] satisfies SignalName[];

/** Every name to listen to. */
export const NAMES: readonly string[] = ['ready', 'reset', ...EVENT_NAMES, ...SIGNAL_NAMES];

/** Reads a frame; null for a name that this version does not know, as the contract allows. */
export function parseFrame(id: string, name: string, data: string): Frame | null {
  if (name === 'ready' || name === 'reset') return { id, name };
  if (!EVENT_NAMES.includes(name)) return null;
  // The server's own words, typed by its own document.
  return { id, name, data: JSON.parse(data) as unknown } as ServerEvent;
}

/** Reads a signal; null for any other name. */
export function parseSignal(name: string, data: string): Signal | null {
  if (!SIGNAL_NAMES.includes(name)) return null;
  return { name, data: JSON.parse(data) as unknown } as Signal;
}
