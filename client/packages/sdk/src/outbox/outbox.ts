import { openChannel, type Channel } from '../browser/channel.ts';
import { withLock } from '../browser/lock.ts';
import { StorageError } from '../http/errors.ts';
import { Backoff, type BackoffOptions } from '../realtime/backoff.ts';
import { Store } from '../sync/store.ts';
import { memoryStore } from './memoryStore.ts';
import type { NewOutboxEntry, OutboxEntry, OutboxStore, OwnerId } from './outboxEntry.ts';
import { pendingMessage, type Pending } from './pending.ts';
import type { Delays, QueueId, QueueSender, SendTask } from './queueSender.ts';
import { randomUuid } from './randomUuid.ts';

export interface OutboxOptions<Draft extends object, Sent> {
  readonly userId: OwnerId;
  /** Of its storage and lock; one per kind of draft. */
  readonly name?: string;
  readonly send: (entry: OutboxEntry<Draft>, task: SendTask<Draft>) => Promise<Sent>;
  /** Entries of one queue are sent in order; queues do not wait for each other. Absent: one queue. */
  readonly queueOf?: (draft: Draft) => QueueId;
  /** Whether events arrive, so that a failure is short. */
  readonly isLive?: () => boolean;
  /** Called before the entry leaves the outbox, in every tab. */
  readonly onSent: (message: Sent) => void;
  readonly openStore?: () => Promise<OutboxStore<Draft>>;
  readonly backoff?: BackoffOptions;
}

/** An entry that is not stored; `error`: why it could not be. */
interface Unstored<Draft extends object> {
  readonly entry: NewOutboxEntry<Draft>;
  readonly error: StorageError | null;
}

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
  /** Why the server makes the next message of a queue wait. */
  readonly delays = new Store<Delays>(new Map());
  readonly #options: OutboxOptions<Draft, Sent>;
  readonly #store: Promise<OutboxStore<Draft>>;
  readonly #name: string;
  readonly #unstored = new Map<string, Unstored<Draft>>();
  readonly #storeBackoff: Backoff;
  #stored: readonly OutboxEntry<Draft>[] = [];
  /** Null until its code is loaded. */
  #sender: QueueSender<Draft> | null = null;
  #channel: Channel<TabMessage<Sent>> | null;
  #isQueued = false;
  #isDisposed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: OutboxOptions<Draft, Sent>) {
    const { name = 'vestnik', userId, backoff } = options;
    this.#options = options;
    this.#storeBackoff = new Backoff(backoff);
    this.#store = options.openStore?.() ?? openStore<Draft>(name, userId);
    this.#name = `${name}:outbox:${userId}`;
    this.#channel = openChannel<TabMessage<Sent>>(this.#name, (message) => {
      this.#onTabMessage(message);
    });
    void this.#refresh();
    void this.#flush();
  }

  /**
   * Adds a message. When the promise resolves it is stored, and sent as soon as possible; or it has
   * failed, since the browser could not store it, and stays as long as the page.
   */
  async add(draft: Draft): Promise<string> {
    const { userId } = this.#options;
    const clientId = randomUuid();
    const createdAt = new Date().toISOString();
    await this.#add({ ...draft, userId, clientId, createdAt, refusal: null });
    return clientId;
  }

  /** Sends a failed message again. */
  async retry(clientId: string): Promise<void> {
    const unstored = this.#unstored.get(clientId);
    if (unstored !== undefined) {
      await this.#add(unstored.entry);
      return;
    }
    const entry = await this.#find(clientId);
    if (entry === undefined) return;
    await (await this.#store).put({ ...entry, refusal: null });
    await this.#notifyChanged();
  }

  /** Deletes a message that was not sent. */
  async discard(clientId: string): Promise<void> {
    this.#unstored.delete(clientId);
    const entry = await this.#find(clientId);
    if (entry !== undefined) await (await this.#store).remove(entry.number);
    this.#sender?.abort(clientId);
    this.#channel?.post({ type: 'discarded', clientId });
    await this.#notifyChanged();
  }

  /** Deletes all messages that were not sent. */
  async clear(): Promise<void> {
    this.#unstored.clear();
    const store = await this.#store;
    for (const entry of await store.all(this.#options.userId)) await store.remove(entry.number);
    await this.#notifyChanged();
  }

  /** The connection is back: sends without waiting any longer. */
  flushNow(): void {
    this.#sender?.endPauses();
    void this.#flush();
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#channel?.close();
    this.#channel = null;
    this.#sender?.dispose();
  }

  /** Shown at once, before the store has it. */
  async #add(entry: NewOutboxEntry<Draft>): Promise<void> {
    const { clientId } = entry;
    this.#setUnstored(entry, null);
    try {
      const store = await this.#store;
      const { number } = await store.add(entry);
      const wasDiscarded = !this.#unstored.delete(clientId);
      if (wasDiscarded) await store.remove(number);
    } catch (error) {
      // Storage is full, or closed: the message is not lost, and its author decides.
      const reason = new StorageError('the browser cannot store the message', { cause: error });
      if (this.#unstored.has(clientId)) this.#setUnstored(entry, reason);
      return;
    }
    await this.#notifyChanged();
  }

  #setUnstored(entry: NewOutboxEntry<Draft>, error: StorageError | null): void {
    this.#unstored.set(entry.clientId, { entry, error });
    this.#show();
  }

  async #notifyChanged(): Promise<void> {
    this.#channel?.post({ type: 'changed' });
    await this.#refresh();
    void this.#flush();
  }

  #onTabMessage(message: TabMessage<Sent>): void {
    if (message.type === 'sent') this.#options.onSent(message.message);
    if (message.type === 'discarded') this.#sender?.abort(message.clientId);
    void this.#refresh();
    // If the sending tab closes before it is done, this one is next in the queue of the lock.
    void this.#flush();
  }

  /** Shows what is stored; if that cannot be read, what was. */
  async #refresh(): Promise<void> {
    const store = await this.#store;
    this.#stored = await store.all(this.#options.userId).catch(() => this.#stored);
    this.#show();
  }

  #show(): void {
    if (this.#isDisposed) return;
    const stored = new Set(this.#stored.map(({ clientId }) => clientId));
    const unstored = [...this.#unstored.values()].filter(
      ({ entry }) => !stored.has(entry.clientId),
    );
    this.state.set([
      ...this.#stored.map((entry) => pendingMessage(entry)),
      ...unstored.map(({ entry, error }) => pendingMessage(entry, error)),
    ]);
  }

  async #find(clientId: string): Promise<OutboxEntry<Draft> | undefined> {
    const entries = await (await this.#store).all(this.#options.userId);
    return entries.find((entry) => entry.clientId === clientId);
  }

  /** Sends all entries when it is this tab's turn. At most one request for the lock waits. */
  async #flush(): Promise<void> {
    this.#sender?.wake();
    if (this.#isQueued || this.#isDisposed) return;
    this.#isQueued = true;
    await withLock(this.#name, async () => {
      this.#isQueued = false;
      const isDone = await this.#sendAll();
      if (isDone) this.#storeBackoff.reset();
      else this.#flushLater();
    });
  }

  /** False: the store failed, or what sends cannot be loaded. */
  async #sendAll(): Promise<boolean> {
    try {
      this.#sender ??= await this.#createSender();
    } catch {
      return false;
    }
    return this.#isDisposed || this.#sender.sendAll();
  }

  async #createSender(): Promise<QueueSender<Draft>> {
    const { QueueSender } = await import('./queueSender.ts');
    const { userId, send, queueOf, isLive, backoff } = this.#options;
    return new QueueSender({
      userId,
      store: this.#store,
      send: async (entry, task) => {
        this.#notifySent(await send(entry, task));
      },
      queueOf: queueOf ?? (() => 0),
      isLive: isLive ?? (() => false),
      delays: this.delays,
      onChanged: async () => {
        this.#channel?.post({ type: 'changed' });
        await this.#refresh();
      },
      backoff,
    });
  }

  /** Another tab may be able to, or this one later. */
  #flushLater(): void {
    if (this.#isDisposed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#flush(), this.#storeBackoff.next());
  }

  #notifySent(message: Sent): void {
    if (this.#isDisposed) return;
    this.#channel?.post({ type: 'sent', message });
    this.#options.onSent(message);
  }
}

/** Opens the stored entries. Without the code for that, messages last as long as the page. */
async function openStore<Draft extends object>(
  name: string,
  userId: OwnerId,
): Promise<OutboxStore<Draft>> {
  try {
    const { openOutboxStore, removeOldOfOthers } = await import('./outboxStore.ts');
    const store = await openOutboxStore<Draft>(name);
    // The next start tries again.
    removeOldOfOthers(store, userId).catch(() => undefined);
    return store;
  } catch {
    return memoryStore();
  }
}
