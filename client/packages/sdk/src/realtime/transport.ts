import type { EventId } from '../model.ts';
import type { EphemeralEvent, StreamFrame } from './events.ts';

/** Why a stream ended. */
export interface Disconnect {
  /** The HTTP status if the server refused; null if it was not reached or the stream broke off. */
  readonly status: number | null;
}

export interface TransportListener {
  onFrame(frame: StreamFrame): void;
  onEphemeral(event: EphemeralEvent): void;
  /** Called once; nothing follows. */
  onDisconnect(disconnect: Disconnect): void;
}

/** Opens a stream after an event, or at the log's end; the result closes it silently. */
export type Transport = (after: EventId | null, listener: TransportListener) => () => void;
