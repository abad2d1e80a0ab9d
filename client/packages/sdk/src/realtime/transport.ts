import type { EventId } from '../realms/school/types.ts';
import { parseFrame, parseSignal, type Frame, type Signal } from './events.ts';

/** Why a stream is no more. */
export interface Lost {
  /** The HTTP status where it was refused; null where that is unknown or it broke off. */
  readonly status: number | null;
}

export interface Listener {
  onFrame(frame: Frame): void;
  onSignal(signal: Signal): void;
  /** Called once; nothing follows. */
  onLost(lost: Lost): void;
}

/** Opens a stream after an event, or at the log's end; the result closes it silently. */
export type Transport = (after: EventId | null, listener: Listener) => () => void;

/** The address of the stream. The id is in the query: EventSource cannot set a header. */
export function streamUrl(baseUrl: string, after: EventId | null): string {
  const query = new URLSearchParams({ echo: 'true' });
  if (after !== null) query.set('last_event_id', after);
  return `${baseUrl}/api/events/chat?${query.toString()}`;
}

/** Hands on what the server says, unless this version does not know its name. */
export function show(listener: Listener, id: string, name: string, data: string): void {
  const frame = parseFrame(id, name, data);
  if (frame !== null) listener.onFrame(frame);
  const signal = parseSignal(name, data);
  if (signal !== null) listener.onSignal(signal);
}
