import type { EventId } from '../model.ts';
import { isAfter, later } from '../realtime/eventId.ts';
import { isEventId, type Copy, type Progress } from './copyDatabase.ts';

export interface StoredCopy<Value> {
  readonly value: Value;
  /** All events up to this one are in it. */
  readonly asOf: EventId;
  /** Whether the stream, resumed after `asOf`, brings everything that it lacks. */
  readonly isContinuous: boolean;
}

/**
 * What a tab that has all events from `from` to `upTo` may write: continue the stored copies, begin
 * anew because events are missing, or wait until it has received what another tab has written.
 */
export function planOf(
  stored: Progress | null,
  from: EventId,
  upTo: EventId,
  isLeader: boolean,
): 'continue' | 'begin' | 'later' {
  if (stored === null) return 'begin';
  if (isAfter(stored.upTo, upTo)) return 'later';
  if (!isAfter(from, stored.upTo)) return 'continue';
  return isLeader ? 'begin' : 'later';
}

/** A copy as it is read; null if it is not valid. */
export function storedCopy<Value>(
  { json, asOf }: Copy,
  progress: Progress | null,
  isValid: (value: unknown) => value is Value,
): StoredCopy<Value> | null {
  const value = parsed(json);
  if (!isValid(value) || !isEventId(asOf)) return null;
  const isContinuous = progress !== null && !isAfter(progress.since, asOf);
  return { value, isContinuous, asOf: isContinuous ? later(asOf, progress.upTo) : asOf };
}

/** Null if it is no JSON. */
export function parsed(json: unknown): unknown {
  try {
    return typeof json === 'string' ? (JSON.parse(json) as unknown) : null;
  } catch {
    return null;
  }
}
