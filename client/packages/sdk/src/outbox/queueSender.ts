import {
  ApiError,
  isUnauthorized,
  NetworkError,
  toVestnikError,
  UploadSuspended,
  type VestnikError,
} from '../http/errors.ts';
import { Backoff, type BackoffOptions } from '../realtime/backoff.ts';
import type { Store } from '../sync/store.ts';
import type { OutboxEntry, OutboxStore, OwnerId, StoredError } from './outboxEntry.ts';

/** What sending a message may use. */
export interface SendTask<Draft extends object> {
  /** Aborted when the user discards the message. */
  readonly signal: AbortSignal;
  /** Stores an intermediate result, so that another attempt need not repeat it. */
  readonly save: (change: Partial<Draft>) => Promise<void>;
}

/** Entries of one queue are sent in order. */
export type QueueId = number | string;

/** Why the server makes a queue's next message wait, such as `rate_limited`. */
export type Delays = ReadonlyMap<QueueId, ApiError>;

export interface QueueSenderOptions<Draft extends object> {
  readonly userId: OwnerId;
  readonly store: Promise<OutboxStore<Draft>>;
  /** Sends one entry, and tells of it in every tab. */
  readonly send: (entry: OutboxEntry<Draft>, task: SendTask<Draft>) => Promise<void>;
  readonly queueOf: (draft: Draft) => QueueId;
  readonly isLive: () => boolean;
  readonly delays: Store<Delays>;
  /** Called after entries changed. */
  readonly onChanged: () => Promise<void>;
  readonly backoff?: BackoffOptions | undefined;
}

/** The longest pause between attempts while events arrive. */
const MAX_RETRY_MS_WHILE_LIVE = 2_000;

/** Sends the stored entries: queues side by side, each in order. One tab at a time does. */
export class QueueSender<Draft extends object> {
  readonly #options: QueueSenderOptions<Draft>;
  /** Ends the pause of each queue that waits for another attempt. */
  readonly #pauses = new Set<() => void>();
  readonly #sending = new Map<string, AbortController>();
  #wake: () => void = () => undefined;
  #isDisposed = false;

  constructor(options: QueueSenderOptions<Draft>) {
    this.#options = options;
  }

  /** Looks for queues that have entries now. */
  wake(): void {
    this.#wake();
  }

  /** Tries again without waiting any longer. */
  endPauses(): void {
    for (const end of this.#pauses) end();
  }

  /** Ends the sending of a message, and its wait for another attempt. */
  abort(clientId: string): void {
    this.#sending.get(clientId)?.abort();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.endPauses();
    for (const abort of this.#sending.values()) abort.abort(new UploadSuspended());
    this.#wake();
  }

  /**
   * Sends until all queues are empty, or the session has ended. False: entries could not be read or
   * written; the other queues are sent all the same.
   */
  async sendAll(): Promise<boolean> {
    const running = new Map<QueueId, Promise<void>>();
    const failed = new Set<QueueId>();
    const session = { hasEnded: false };
    let isReadable = true;
    while (!this.#mustStop()) {
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      const waiting = await this.#waitingQueues().catch(() => null);
      isReadable = waiting !== null;
      for (const queue of session.hasEnded ? [] : (waiting ?? [])) {
        if (running.has(queue) || failed.has(queue)) continue;
        const settle = (): void => {
          running.delete(queue);
          this.#setDelay(queue, null);
        };
        const sending = this.#sendQueue(queue).then(
          (isSignedIn) => {
            settle();
            if (!isSignedIn) session.hasEnded = true;
          },
          () => {
            settle();
            failed.add(queue);
          },
        );
        running.set(queue, sending);
      }
      if (running.size === 0) break;
      await Promise.race([woken, ...running.values()]);
    }
    await Promise.all(running.values());
    return isReadable && failed.size === 0;
  }

  #mustStop(): boolean {
    return this.#isDisposed;
  }

  async #waiting(): Promise<readonly OutboxEntry<Draft>[]> {
    const store = await this.#options.store;
    // The others were refused.
    return (await store.all(this.#options.userId)).filter(({ refusal }) => refusal === null);
  }

  async #waitingQueues(): Promise<ReadonlySet<QueueId>> {
    return new Set((await this.#waiting()).map((entry) => this.#options.queueOf(entry)));
  }

  /** False: no user is signed in. Rejects if the store fails. */
  async #sendQueue(queue: QueueId): Promise<boolean> {
    const backoff = new Backoff(this.#options.backoff);
    let last: string | null = null;
    while (!this.#mustStop()) {
      const waiting = await this.#waiting();
      const entry = waiting.find((one) => this.#options.queueOf(one) === queue);
      if (entry === undefined || this.#mustStop()) return true;
      // What delayed another message is over.
      if (last !== entry.clientId) this.#setDelay(queue, null);
      last = entry.clientId;
      if (!(await this.#attempt(entry, queue, backoff))) return false;
      await this.#options.onChanged();
    }
    return true;
  }

  /** False: no user is signed in. */
  async #attempt(entry: OutboxEntry<Draft>, queue: QueueId, backoff: Backoff): Promise<boolean> {
    const abort = new AbortController();
    this.#sending.set(entry.clientId, abort);
    try {
      await this.#send(entry, abort.signal);
      backoff.reset();
      return true;
    } catch (thrown) {
      if (thrown instanceof StoreFailure) throw thrown;
      const error = toVestnikError(thrown);
      // The same user sends it after signing in again.
      if (isUnauthorized(error)) return false;
      if (abort.signal.aborted) return true;
      const mayPass = error instanceof ApiError ? error.isTemporary : error instanceof NetworkError;
      if (mayPass) await this.#waitAfter(error, queue, backoff, abort.signal);
      else await this.#refuse(entry, error);
      return true;
    } finally {
      this.#sending.delete(entry.clientId);
    }
  }

  async #send(entry: OutboxEntry<Draft>, signal: AbortSignal): Promise<void> {
    const store = await this.#options.store;
    const saved = { ...entry };
    const save = async (change: Partial<Draft>): Promise<void> => {
      Object.assign(saved, change);
      // Without it another attempt only repeats more.
      await store.put({ ...saved }).catch(() => undefined);
    };
    await this.#options.send(entry, { signal, save });
    await store.remove(entry.number).catch((error: unknown) => {
      throw new StoreFailure('an entry that was sent stays', { cause: error });
    });
  }

  /** Stores why, with the entry as it is by now, with intermediate results. */
  async #refuse({ clientId }: OutboxEntry<Draft>, error: VestnikError): Promise<void> {
    const store = await this.#options.store;
    const entries = await store.all(this.#options.userId);
    const entry = entries.find((one) => one.clientId === clientId);
    if (entry !== undefined) await store.put({ ...entry, refusal: storedError(error) });
  }

  async #waitAfter(
    error: VestnikError,
    queue: QueueId,
    backoff: Backoff,
    signal: AbortSignal,
  ): Promise<void> {
    this.#setDelay(queue, error instanceof ApiError ? error : null);
    const longest = this.#options.isLive() ? MAX_RETRY_MS_WHILE_LIVE : Number.POSITIVE_INFINITY;
    const pause = Math.min(backoff.next(), longest);
    await this.#wait(Math.max(pause, error.retryAfter ?? 0), signal);
  }

  #setDelay(queue: QueueId, error: ApiError | null): void {
    this.#options.delays.update((delays) => {
      if ((delays.get(queue) ?? null) === error) return delays;
      const next = new Map(delays);
      if (error === null) next.delete(queue);
      else next.set(queue, error);
      return next;
    });
  }

  /** Waits until then, until `endPauses`, or until the message is discarded. */
  async #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.#pauses.add(end);
      signal.addEventListener('abort', end);
    });
  }
}

function storedError(error: VestnikError): StoredError {
  if (error instanceof ApiError) {
    const { status, code, detail } = error;
    return { status, code, detail };
  }
  return { kind: error.kind === 'storage' ? 'storage' : 'internal', detail: error.message };
}

/** The server has the message, and the store failed: it must not be sent again at once. */
class StoreFailure extends Error {}
