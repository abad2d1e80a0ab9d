import { Store } from '../sync/store.ts';

/** Milliseconds after which whoever said nothing more does not type any more. */
const LAPSE = 6_000;

/** Who types where: by place, ids of people in the order in which they began. */
export type TypistsState<Place> = ReadonlyMap<Place, readonly number[]>;

/** Who types at this moment. Each entry lapses by itself: the word that ends it may be lost. */
export class Typists<Place extends number | string> {
  readonly state = new Store<TypistsState<Place>>(new Map());
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  note(place: Place, userId: number, isTyping: boolean): void {
    const key = `${place}:${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (isTyping) {
      const lapse = setTimeout(() => {
        this.note(place, userId, false);
      }, LAPSE);
      this.#timers.set(key, lapse);
    }
    this.state.update((state) => changed(state, place, userId, isTyping));
  }

  /** Nothing is known any more. */
  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    if (this.state.get().size > 0) this.state.set(new Map());
  }
}

function changed<Place>(
  state: TypistsState<Place>,
  place: Place,
  userId: number,
  isTyping: boolean,
): TypistsState<Place> {
  const before = state.get(place) ?? [];
  if (before.includes(userId) === isTyping) return state;
  const after = isTyping ? [...before, userId] : before.filter((id) => id !== userId);
  const next = new Map(state);
  if (after.length > 0) next.set(place, after);
  else next.delete(place);
  return next;
}
