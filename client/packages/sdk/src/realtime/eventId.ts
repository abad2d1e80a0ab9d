import type { EventId } from '../model.ts';

/** Before everything. */
export const ORIGIN: EventId = '0-00000000';

/**
 * Whether `a` stands later in the log than `b`, or among the frames of one event.
 *
 * To other clients an id is opaque: they hand it back and no more. This one ships with the
 * server and must know whether a snapshot reflects an event already, which only the order decides.
 * Ids of two logs (before and after a `reset`) must not be compared.
 */
export function isAfter(a: EventId, b: EventId): boolean {
  const [one, other] = [positionOf(a), positionOf(b)];
  return one === other ? frameOf(a) > frameOf(b) : one > other;
}

/** The number among the frames of an event: an id without a number is after all of them. */
function frameOf(id: EventId): number {
  const [, number] = id.split('.');
  return number === undefined ? Infinity : Number(number);
}

/** The position in the log, from 1. */
export function positionOf(id: EventId): number {
  const value = Number.parseInt(id, 10);
  if (Number.isNaN(value)) throw new TypeError(`not an event id: ${id}`);
  return value;
}

/** The one that stands later in the log. */
export function later(a: EventId, b: EventId): EventId {
  return isAfter(a, b) ? a : b;
}
