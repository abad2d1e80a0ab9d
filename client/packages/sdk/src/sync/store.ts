/** A value that can be watched: what `useSyncExternalStore` asks for. */
export class Store<State> {
  #state: State;
  readonly #listeners = new Set<() => void>();
  readonly #observers = new Set<() => void>();

  constructor(initial: State) {
    this.#state = initial;
  }

  readonly get = (): State => this.#state;

  /** Calls `listener` after each change, until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** The same for listeners that show nothing: they do not count as watching. */
  observe(listener: () => void): () => void {
    this.#observers.add(listener);
    return () => {
      this.#observers.delete(listener);
    };
  }

  /** Whether anybody watches. */
  get isWatched(): boolean {
    return this.#listeners.size > 0;
  }

  set(next: State): void {
    if (Object.is(next, this.#state)) return;
    this.#state = next;
    for (const listener of [...this.#listeners, ...this.#observers]) listener();
  }

  /** Replaces what `change` names; a reducer's result goes through here. */
  update(change: (state: State) => State): void {
    this.set(change(this.#state));
  }
}
