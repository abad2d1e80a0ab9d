import {
  isStreamEventName,
  type EphemeralEvent,
  type StreamEventName,
  type StreamEvents,
  type StreamFrame,
} from './events.ts';

/** Receives the `data:` of an event. May be async: its result is ignored. */
export type StreamEventHandler<Name extends StreamEventName> = (
  data: StreamEvents[Name],
) => unknown;

/** The application's handlers of stream events. */
export class EventHandlers {
  /** `add` alone fills it: each set has handlers of its name. */
  readonly #handlers = new Map<StreamEventName, Set<(data: never) => unknown>>();

  /** The result removes the handler, as `remove` does. */
  add<Name extends StreamEventName>(name: Name, handler: StreamEventHandler<Name>): () => void {
    if (!isStreamEventName(name)) throw new TypeError(`the stream has no event "${name}"`);
    const known = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, known.add(handler));
    return () => {
      this.remove(name, handler);
    };
  }

  remove<Name extends StreamEventName>(name: Name, handler: StreamEventHandler<Name>): void {
    this.#handlers.get(name)?.delete(handler);
  }

  emit(event: StreamFrame | EphemeralEvent): void {
    switch (event.name) {
      case 'presence_reset':
        // The client emits it, not the stream.
        break;
      case 'ready':
      case 'reset':
        this.#call(event.name, {});
        break;
      default:
        this.#call(event.name, event.data);
    }
  }

  #call<Name extends StreamEventName>(name: Name, data: StreamEvents[Name]): void {
    for (const handler of [...(this.#handlers.get(name) ?? [])]) {
      void run(handler as StreamEventHandler<Name>, data);
    }
  }
}

/**
 * Turns an error of a handler into an unhandled rejection, whether it throws or rejects, so that other handlers
 * and the state of the client receive the event.
 */
async function run<Data>(handler: (data: Data) => unknown, data: Data): Promise<void> {
  await handler(data);
}
