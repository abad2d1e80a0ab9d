import { openChannel, type Channel } from '../browser/channel.ts';
import { withLock } from '../browser/lock.ts';
import { ApiError, isUnauthorized, toVestnikError, type VestnikError } from '../http/errors.ts';
import { Backoff, type BackoffOptions } from '../realtime/backoff.ts';
import { Store } from '../sync/store.ts';
import { memoryStore } from './memoryStore.ts';
import type { NewOutboxEntry, OutboxEntry, OutboxStore, OwnerId } from './outboxStore.ts';
import { randomUuid } from './randomUuid.ts';

/** A message that is not sent yet, as its author sees it. */
export type Pending<Draft extends object> = Draft & {
  readonly clientId: string;
  readonly createdAt: string;
  /** `failed`: the server refused it; it waits for `retry` or `discard`. */
  readonly state: 'pending' | 'failed';
  readonly error: VestnikError | null;
};

/** What sending a message may use. */
export interface SendTask<Draft extends object> {
  /** Aborted when the user discards the message. */
  readonly signal: AbortSignal;
  /** Stores an intermediate result, so that another attempt need not repeat it. */
  readonly save: (change: Partial<Draft>) => Promise<void>;
}

export interface OutboxOptions<Draft extends object, Sent> {
  readonly userId: OwnerId;
  /** Of its storage and lock; one per kind of draft. */
  readonly name?: string;
  readonly send: (entry: OutboxEntry<Draft>, task: SendTask<Draft>) => Promise<Sent>;
  /** Entries of one queue are sent in order; queues do not wait for each other. Absent: one queue. */
  readonly queueOf?: (draft: Draft) => number | string;
  /** Whether events arrive, so that a failure is short. */
  readonly isLive?: () => boolean;
  /** Called before the entry leaves the outbox, in every tab. */
  readonly onSent: (message: Sent) => void;
  readonly openStore?: () => Promise<OutboxStore<Draft>>;
  readonly backoff?: BackoffOptions;
}

/** The longest pause between attempts while events arrive. */
const MAX_RETRY_MS_WHILE_LIVE = 2_000;

type TabMessage<Sent> =
  | { readonly type: 'changed' }
  | { readonly type: 'discarded'; readonly clientId: string }
  | { readonly type: 'sent'; readonly message: Sent };

/**
 * Messages to be sent. They are stored before anything is sent, so they outlive the page; one tab
 * at a time sends them, each queue in the order of writing; each has a `client_id`, so that a
 * repetition after a lost answer is the same message.
 */
export class Outbox<Draft extends object, Sent> {
  readonly state = new Store<readonly Pending<Draft>[]>([]);
  /** Why the server makes the next message wait, such as `rate_limited`; null: it does not. */
  readonly delay = new Store<ApiError | null>(null);
  readonly #options: OutboxOptions<Draft, Sent>;
  readonly #store: Promise<OutboxStore<Draft>>;
  readonly #name: string;
  #channel: Channel<TabMessage<Sent>> | null;
  #isQueued = false;
  #isDisposed = false;
  /** Ends the pause of each queue that waits for another attempt. */
  readonly #pauses = new Set<() => void>();
  readonly #sending = new Map<string, AbortController>();
  /** Makes the tab that sends look for queues that have entries now. */
  #wake: () => void = () => undefined;

  constructor(options: OutboxOptions<Draft, Sent>) {
    const { name = 'vestnik' } = options;
    this.#options = options;
    this.#store = options.openStore?.() ?? openStore<Draft>(name);
    this.#name = `${name}:outbox:${options.userId}`;
    this.#channel = openChannel<TabMessage<Sent>>(this.#name, (message) => {
      this.#onTabMessage(message);
    });
    void this.#refresh();
    void this.#flush();
  }

  /** Adds a message. When the promise resolves it is stored; it is sent as soon as possible. */
  async add(draft: Draft): Promise<string> {
    const { userId } = this.#options;
    const clientId = randomUuid();
    const createdAt = new Date().toISOString();
    const entry = { ...draft, userId, clientId, createdAt, refusal: null };
    // Shown at once, before the store has it.
    this.state.update((state) => [...state, pendingMessage(entry)]);
    const store = await this.#store;
    await store.add(entry);
    await this.#notifyChanged();
    return clientId;
  }

  /** Sends a refused message again. */
  async retry(clientId: string): Promise<void> {
    const entry = await this.#find(clientId);
    if (entry === undefined) return;
    await (await this.#store).put({ ...entry, refusal: null });
    await this.#notifyChanged();
  }

  /** Deletes a message that was not sent. */
  async discard(clientId: string): Promise<void> {
    const entry = await this.#find(clientId);
    if (entry !== undefined) await (await this.#store).remove(entry.number);
    this.#abort(clientId);
    this.#channel?.post({ type: 'discarded', clientId });
    await this.#notifyChanged();
  }

  /** Deletes all messages that were not sent. */
  async clear(): Promise<void> {
    const store = await this.#store;
    for (const entry of await store.all(this.#options.userId)) await store.remove(entry.number);
    await this.#notifyChanged();
  }

  /** The connection is back: sends without waiting any longer. */
  flushNow(): void {
    this.#endPauses();
    void this.#flush();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#channel?.close();
    this.#channel = null;
    this.#endPauses();
    for (const abort of this.#sending.values()) abort.abort();
    this.#wake();
  }

  #endPauses(): void {
    for (const end of this.#pauses) end();
  }

  async #notifyChanged(): Promise<void> {
    this.#channel?.post({ type: 'changed' });
    await this.#refresh();
    void this.#flush();
  }

  #onTabMessage(message: TabMessage<Sent>): void {
    if (message.type === 'sent') this.#options.onSent(message.message);
    if (message.type === 'discarded') this.#abort(message.clientId);
    void this.#refresh();
    // If the sending tab closes before it is done, this one is next in the queue of the lock.
    void this.#flush();
  }

  #abort(clientId: string): void {
    this.#sending.get(clientId)?.abort();
  }

  async #refresh(): Promise<void> {
    const entries = await (await this.#store).all(this.#options.userId);
    if (!this.#isDisposed) this.state.set(entries.map((entry) => pendingMessage(entry)));
  }

  async #find(clientId: string): Promise<OutboxEntry<Draft> | undefined> {
    const entries = await (await this.#store).all(this.#options.userId);
    return entries.find((entry) => entry.clientId === clientId);
  }

  /** Sends all entries when it is this tab's turn. At most one request for the lock waits. */
  async #flush(): Promise<void> {
    this.#wake();
    if (this.#isQueued || this.#isDisposed) return;
    this.#isQueued = true;
    await withLock(this.#name, async () => {
      this.#isQueued = false;
      await this.#sendAll();
    });
  }

  /** Sends the queues side by side, until all are empty or the session has ended. */
  async #sendAll(): Promise<void> {
    const { userId } = this.#options;
    const store = await this.#store;
    const running = new Map<number | string, Promise<void>>();
    const session = { hasEnded: false };
    while (!this.#mustStop()) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      const entries = session.hasEnded ? [] : (await store.all(userId)).filter(isWaiting);
      for (const queue of new Set(entries.map((entry) => this.#queueOf(entry)))) {
        if (running.has(queue)) continue;
        const sending = this.#sendQueue(queue, store).then((isSignedIn) => {
          running.delete(queue);
          if (!isSignedIn) session.hasEnded = true;
        });
        running.set(queue, sending);
      }
      if (running.size === 0) return;
      await Promise.race([woken, ...running.values()]);
    }
    await Promise.all(running.values());
  }

  #mustStop(): boolean {
    return this.#isDisposed;
  }

  #queueOf(entry: OutboxEntry<Draft>): number | string {
    return this.#options.queueOf?.(entry) ?? 0;
  }

  /** False: no user is signed in. */
  async #sendQueue(queue: number | string, store: OutboxStore<Draft>): Promise<boolean> {
    const backoff = new Backoff(this.#options.backoff);
    while (!this.#mustStop()) {
      const entries = await store.all(this.#options.userId);
      const entry = entries.find((one) => isWaiting(one) && this.#queueOf(one) === queue);
      if (entry === undefined || this.#mustStop()) return true;
      const abort = new AbortController();
      this.#sending.set(entry.clientId, abort);
      try {
        await this.#send(entry, store, abort.signal);
        this.delay.set(null);
        backoff.reset();
      } catch (thrown) {
        const error = toVestnikError(thrown);
        if (!(await this.#handleError(error, entry.clientId, abort.signal, backoff))) return false;
      } finally {
        this.#sending.delete(entry.clientId);
      }
      this.#channel?.post({ type: 'changed' });
      await this.#refresh();
    }
    return true;
  }

  async #send(
    entry: OutboxEntry<Draft>,
    store: OutboxStore<Draft>,
    signal: AbortSignal,
  ): Promise<void> {
    const saved = { ...entry };
    const save = async (change: Partial<Draft>): Promise<void> => {
      Object.assign(saved, change);
      await store.put({ ...saved });
    };
    this.#notifySent(await this.#options.send(entry, { signal, save }));
    await store.remove(entry.number);
  }

  /** Stores a refusal, or waits before another attempt. False: no user is signed in. */
  async #handleError(
    error: VestnikError,
    clientId: string,
    aborted: AbortSignal,
    backoff: Backoff,
  ): Promise<boolean> {
    // The same user sends it after signing in again.
    if (isUnauthorized(error)) return false;
    if (aborted.aborted) return true;
    if (error instanceof ApiError && !error.isTemporary) {
      const { status, code, detail } = error;
      // As it is stored by now, with intermediate results.
      const entry = await this.#find(clientId);
      const refusal = { status, code, detail };
      if (entry !== undefined) await (await this.#store).put({ ...entry, refusal });
    } else {
      this.delay.set(error instanceof ApiError ? error : null);
      await this.#wait(Math.max(this.#nextPause(backoff), error.retryAfter ?? 0));
    }
    return true;
  }

  #notifySent(message: Sent): void {
    if (this.#isDisposed) return;
    this.#channel?.post({ type: 'sent', message });
    this.#options.onSent(message);
  }

  #nextPause(backoff: Backoff): number {
    const isLive = this.#options.isLive?.() ?? false;
    return Math.min(backoff.next(), isLive ? MAX_RETRY_MS_WHILE_LIVE : Number.POSITIVE_INFINITY);
  }

  async #wait(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.#pauses.add(end);
    });
  }
}

/** Opens the stored entries. Without the code for that, messages last as long as the page. */
async function openStore<Draft extends object>(name: string): Promise<OutboxStore<Draft>> {
  try {
    const { openOutboxStore } = await import('./outboxStore.ts');
    return await openOutboxStore<Draft>(name);
  } catch {
    return memoryStore();
  }
}

/** Whether an entry is to be sent: the server has not refused it. */
function isWaiting({ refusal }: { readonly refusal: unknown }): boolean {
  return refusal === null;
}

function pendingMessage<Draft extends object>(entry: NewOutboxEntry<Draft>): Pending<Draft> {
  const { refusal } = entry;
  const error =
    refusal === null ? null : new ApiError({ ...refusal, type: 'about:blank', title: '' });
  return { ...entry, state: error ? 'failed' : 'pending', error };
}
