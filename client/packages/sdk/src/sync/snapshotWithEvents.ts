import { NetworkError } from '../http/errors.ts';
import type { ServerEvent } from '../realtime/events.ts';
import type { Feed } from './eventBuffer.ts';
import type { Snapshot } from '../realms/school/types.ts';

/** A snapshot, and the events since it. */
export interface UpToDate<Value> extends Snapshot<Value> {
  readonly events: readonly ServerEvent[];
}

const ATTEMPTS = 5;

/**
 * Reads a snapshot that the stream's events follow without a hole: one that is older than what is
 * kept of the stream, or from before a reset, is read once more.
 */
export async function upToDate<Value>(
  feed: Feed,
  read: () => Promise<Snapshot<Value>>,
): Promise<UpToDate<Value>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { epoch } = feed;
    const snapshot = await read();
    const events = epoch === feed.epoch ? feed.since(snapshot.asOf) : null;
    if (events !== null) return { ...snapshot, events };
  }
  throw new NetworkError('what the server answers is older than what it has told already');
}
