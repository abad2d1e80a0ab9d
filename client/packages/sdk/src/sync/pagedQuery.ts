import { toVestnikError, type VestnikError } from '../http/errors.ts';
import type { Page, PageQuery } from '../model.ts';
import { Store } from './store.ts';

export interface PagesState<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly isLoaded: boolean;
  readonly isFetchingMore: boolean;
  readonly error: VestnikError | null;
}

export const EMPTY_PAGES: PagesState<never> = {
  items: [],
  nextCursor: null,
  isLoaded: false,
  isFetchingMore: false,
  error: null,
};

/** Pages that are read from here until the first has an item: the server may send empty ones. */
const MAX_EMPTY_PAGES = 20;

/** A paged list that events do not change: hits of a search, users, readers. */
export class PagedQuery<Item> {
  readonly state = new Store<PagesState<Item>>(EMPTY_PAGES);
  readonly #read: (query: PageQuery) => Promise<Page<Item>>;
  /** Changes with each new start, so that a late answer is recognised. */
  #epoch = 0;

  constructor(read: (query: PageQuery) => Promise<Page<Item>>) {
    this.#read = read;
  }

  async refetch(): Promise<void> {
    this.#epoch += 1;
    this.state.update((state) => ({ ...state, error: null, isFetchingMore: false }));
    await this.#append(undefined, []);
  }

  async fetchMore(): Promise<void> {
    const { items, nextCursor, isFetchingMore } = this.state.get();
    if (nextCursor === null || isFetchingMore) return;
    this.state.update((state) => ({ ...state, isFetchingMore: true, error: null }));
    await this.#append(nextCursor, items);
  }

  dispose(): void {
    this.#epoch += 1;
  }

  async #append(from: string | undefined, before: readonly Item[]): Promise<void> {
    const epoch = this.#epoch;
    try {
      let page = await this.#read({ cursor: from });
      for (let count = 1; count < MAX_EMPTY_PAGES; count += 1) {
        if (page.items.length > 0 || page.nextCursor === null || epoch !== this.#epoch) break;
        page = await this.#read({ cursor: page.nextCursor });
      }
      if (epoch !== this.#epoch) return;
      const items = [...before, ...page.items];
      this.state.set({ ...EMPTY_PAGES, items, nextCursor: page.nextCursor, isLoaded: true });
    } catch (thrown) {
      if (epoch !== this.#epoch) return;
      const error = toVestnikError(thrown);
      this.state.update((state) => ({ ...state, isFetchingMore: false, error }));
    }
  }
}
