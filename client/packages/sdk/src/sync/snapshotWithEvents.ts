import { NetworkError } from '../http/errors.ts';
import type { Snapshot } from '../model.ts';
import type { ServerEvent } from '../realtime/events.ts';
import type { EventBuffer } from './eventBuffer.ts';

/** A snapshot and the events since. */
export interface SnapshotWithEvents<Value> extends Snapshot<Value> {
  readonly events: readonly ServerEvent[];
}

const MAX_ATTEMPTS = 5;

/**
 * Reads a snapshot that the stream's events follow without a gap: one that is older than the
 * buffer, or from before a reset, is read once more.
 */
export async function readSnapshotWithEvents<Value>(
  buffer: EventBuffer,
  read: () => Promise<Snapshot<Value>>,
): Promise<SnapshotWithEvents<Value>> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { epoch } = buffer;
    const snapshot = await read();
    const events = epoch === buffer.epoch ? buffer.eventsSince(snapshot.asOf) : null;
    if (events !== null) return { ...snapshot, events };
  }
  throw new NetworkError('the answers of the server are older than its events');
}
