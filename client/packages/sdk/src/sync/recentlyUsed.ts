interface Disposable {
  readonly state: { readonly isWatched: boolean };
  dispose(): void;
}

/** Values by key, made on demand. Beyond `limit`, the least recently used unwatched ones end. */
export class RecentlyUsed<Value extends Disposable> {
  readonly #values = new Map<string, Value>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  getOrCreate(key: string, create: () => Value): Value {
    const value = this.#values.get(key) ?? create();
    // A Map iterates in the order of insertion: the one that is used last comes last.
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const [old, candidate] of this.#values) {
      if (this.#values.size <= this.#limit) break;
      if (old === key || candidate.state.isWatched) continue;
      candidate.dispose();
      this.#values.delete(old);
    }
    return value;
  }

  values(): Iterable<Value> {
    return this.#values.values();
  }

  dispose(): void {
    for (const value of this.#values.values()) value.dispose();
    this.#values.clear();
  }
}
