import { ApiError, toVestnikError, Backoff, Store, type VestnikError } from '@vestnik/sdk';

import type { MarketApi } from './api.ts';
import type { Chat } from './types.ts';

export interface InboxState {
  /** null while nothing is known. */
  readonly chats: readonly Chat[] | null;
  readonly problem: VestnikError | null;
}

/** Milliseconds between two requests, while somebody looks at the page. */
const AGAIN = 3_000;
/** Milliseconds, while it is out of sight and its title alone shows what came. */
const AGAIN_HIDDEN = 30_000;

interface FeedOptions {
  /** Whether it goes on, slowly, while the page is out of sight. */
  readonly isHeededHidden: boolean;
}

/** A seller's chats, asked for now and then while the page is in sight, and at once when told. */
export class InboxFeed {
  readonly state = new Store<InboxState>({ chats: null, problem: null });
  readonly #api: MarketApi;
  readonly #options: FeedOptions;
  readonly #backoff = new Backoff({ first: AGAIN });
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #isWanted = false;
  #isStopped = false;

  constructor(api: MarketApi, options: FeedOptions) {
    this.#api = api;
    this.#options = options;
  }

  start(): void {
    document.addEventListener('visibilitychange', this.#look);
    this.refresh();
  }

  /** Nobody is signed in. */
  refuse(): void {
    const problem = { type: 'about:blank', title: '', status: 401, detail: '' };
    this.state.set({ chats: [], problem: new ApiError({ ...problem, code: 'missing_token' }) });
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#look);
  }

  /** Asks now; whoever tells it while an answer is on its way has another one follow. */
  refresh(): void {
    if (this.#isAsking) this.#isWanted = true;
    else void this.#ask();
  }

  readonly #look = (): void => {
    if (document.visibilityState === 'visible') this.refresh();
  };

  async #ask(): Promise<void> {
    clearTimeout(this.#timer);
    this.#isAsking = true;
    let pause = AGAIN;
    try {
      const chats = await this.#api.chats({ isSeller: true });
      this.#backoff.reset();
      if (!this.#isStopped) this.state.set({ chats, problem: null });
    } catch (error) {
      const problem = toVestnikError(error);
      pause = Math.max(this.#backoff.next(), problem.retryAfter ?? 0);
      if (!this.#isStopped) this.state.update((state) => ({ ...state, problem }));
    }
    this.#isAsking = false;
    if (this.#isStopped) return;
    const isSeen = document.visibilityState === 'visible';
    const wait = this.#isWanted ? 0 : isSeen ? pause : Math.max(pause, AGAIN_HIDDEN);
    this.#isWanted = false;
    if (isSeen || this.#options.isHeededHidden) {
      this.#timer = setTimeout(() => void this.#ask(), wait);
    }
  }
}
