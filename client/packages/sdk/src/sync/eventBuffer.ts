import { isAfter } from '../realtime/eventId.ts';
import type { Frame, ServerEvent } from '../realtime/events.ts';
import type { EventId } from '../realms/school/types.ts';

export interface FeedListener {
  onEvent(event: ServerEvent): void;
  /** What was read before this event's place in the log has to be read again. */
  onHole(at: EventId): void;
  /** Everything has to be read again: it may be another log. */
  onReset(): void;
}

/** How many events are kept for snapshots that are on their way. */
const KEPT = 1_000;

/**
 * The stream's events, handed on to whatever keeps a copy of the server's state, and kept for a
 * while, so that a snapshot that was read while events arrived can be brought up to date.
 */
export class Feed {
  #begin: EventId | null = null;
  #last: EventId | null = null;
  #recent: ServerEvent[] = [];
  #epoch = 0;
  readonly #listeners = new Set<FeedListener>();

  /** Changes with each reset: ids of two epochs cannot be compared. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The last event handed on, or where the stream began. */
  get last(): EventId | null {
    return this.#last;
  }

  listen(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  handle(frame: Frame): void {
    this.#last = frame.id;
    switch (frame.name) {
      case 'ready':
        if (this.#begin !== null) return;
        this.#begin = frame.id;
        for (const listener of this.#listeners) listener.onHole(frame.id);
        break;
      case 'reset':
        this.#begin = frame.id;
        this.#recent = [];
        this.#epoch += 1;
        for (const listener of this.#listeners) listener.onReset();
        break;
      default:
        this.#keep(frame);
        for (const listener of this.#listeners) listener.onEvent(frame);
    }
  }

  /**
   * The events after `id`, for a snapshot that reflects everything up to it; null where some of
   * them are not here any more, or never were. A stream that has not begun has no events.
   */
  since(id: EventId): readonly ServerEvent[] | null {
    if (this.#begin !== null && isAfter(this.#begin, id)) return null;
    return this.#recent.filter((event) => isAfter(event.id, id));
  }

  #keep(event: ServerEvent): void {
    this.#recent.push(event);
    if (this.#recent.length > KEPT) {
      const gone = this.#recent.splice(0, KEPT / 2);
      this.#begin = gone.at(-1)?.id ?? this.#begin;
    }
  }
}
