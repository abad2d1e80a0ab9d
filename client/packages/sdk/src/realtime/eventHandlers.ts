import type { EphemeralEvent, StreamEventName, StreamEvents, StreamFrame } from './events.ts';

/** Receives the `data:` of an event. May be async: its result is ignored. */
export type StreamEventHandler<Name extends StreamEventName> = (
  data: StreamEvents[Name],
) => unknown;

type HandlersByName = { readonly [Name in StreamEventName]: Set<StreamEventHandler<Name>> };

/** The application's handlers of stream events. */
export class EventHandlers {
  readonly #handlers: HandlersByName = {
    ready: new Set(),
    reset: new Set(),
    message: new Set(),
    message_edited: new Set(),
    message_deleted: new Set(),
    reaction: new Set(),
    read: new Set(),
    chat: new Set(),
    chat_removed: new Set(),
    typing: new Set(),
    presence: new Set(),
    draft: new Set(),
  };

  /** The result removes the handler, as `remove` does. */
  add<Name extends StreamEventName>(name: Name, handler: StreamEventHandler<Name>): () => void {
    this.#handlers[name].add(handler);
    return () => {
      this.remove(name, handler);
    };
  }

  remove<Name extends StreamEventName>(name: Name, handler: StreamEventHandler<Name>): void {
    this.#handlers[name].delete(handler);
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
    for (const handler of [...this.#handlers[name]]) void run(handler, data);
  }
}

/**
 * Turns an error of a handler into an unhandled rejection, whether it throws or rejects, so that other handlers
 * and the state of the client receive the event.
 */
async function run<Data>(handler: (data: Data) => unknown, data: Data): Promise<void> {
  await handler(data);
}
