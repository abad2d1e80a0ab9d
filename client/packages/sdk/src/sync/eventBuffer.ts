import type { EventId } from '../model.ts';
import { isAfter } from '../realtime/eventId.ts';
import type { ServerEvent, StreamFrame } from '../realtime/events.ts';

export interface BufferListener {
  onEvent(event: ServerEvent): void;
  /** Events before this one may be missing: snapshots that are older must be read again. */
  onGap(at: EventId): void;
  /** All snapshots must be read again: it may be another log. */
  onReset(): void;
}

/** Events kept for snapshots that are being read. */
const MAX_EVENTS = 1_000;

/**
 * The events of the stream: passed on to listeners, and kept for a while, so that a snapshot that
 * was read while events arrived can be brought up to date.
 */
export class EventBuffer {
  #begin: EventId | null = null;
  #lastId: EventId | null = null;
  #recent: ServerEvent[] = [];
  #epoch = 0;
  readonly #listeners = new Set<BufferListener>();

  /** Changes with each reset: ids of two epochs cannot be compared. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The last event passed on, or where the stream began. */
  get lastId(): EventId | null {
    return this.#lastId;
  }

  listen(listener: BufferListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  handle(frame: StreamFrame): void {
    this.#lastId = frame.id;
    switch (frame.name) {
      case 'ready':
        if (this.#begin !== null) return;
        this.#begin = frame.id;
        for (const listener of this.#listeners) listener.onGap(frame.id);
        break;
      case 'reset':
        this.#begin = frame.id;
        this.#recent = [];
        this.#epoch += 1;
        for (const listener of this.#listeners) listener.onReset();
        break;
      default:
        this.#append(frame);
        for (const listener of this.#listeners) listener.onEvent(frame);
    }
  }

  /**
   * The events after `id`, for a snapshot that reflects everything up to it; null if some of them
   * were evicted or precede the stream. A stream that has not started has no events.
   */
  eventsSince(id: EventId): readonly ServerEvent[] | null {
    if (this.#begin !== null && isAfter(this.#begin, id)) return null;
    return this.#recent.filter((event) => isAfter(event.id, id));
  }

  #append(event: ServerEvent): void {
    this.#recent.push(event);
    if (this.#recent.length > MAX_EVENTS) {
      const evicted = this.#recent.splice(0, MAX_EVENTS / 2);
      this.#begin = evicted.at(-1)?.id ?? this.#begin;
    }
  }
}
