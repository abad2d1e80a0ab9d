import { Backoff, type BackoffOptions } from '../realtime/backoff.ts';
import { openChannel, type Channel } from '../browser/channel.ts';
import { ApiError, asVestnikError, isUnauthorized, type VestnikError } from '../http/errors.ts';
import { exclusively } from '../browser/lock.ts';
import { Store } from '../sync/store.ts';
import { newClientId } from './randomUuid.ts';
import { openShelf, type Letter, type NewLetter, type Shelf, type Writer } from './outboxStore.ts';

/** A message that is not sent yet, as its writer sees it: what is in it, and how it fares. */
export type Pending<Draft extends object> = Draft & {
  readonly clientId: string;
  readonly createdAt: string;
  /** `failed`: the server refused it; it waits for `retry` or `discard`. */
  readonly state: 'pending' | 'failed';
  readonly error: VestnikError | null;
};

/** What is in a message of a school. */
export interface ChatDraft {
  readonly chatId: number;
  readonly content: string;
}

export type PendingMessage = Pending<ChatDraft>;

export interface OutboxOptions<Draft extends object, Sent> {
  readonly userId: Writer;
  /** What its storage and its turns are called; one a kind of draft. */
  readonly name?: string;
  readonly send: (letter: Letter<Draft>) => Promise<Sent>;
  /** Whether events arrive, so that a failure is one of the moment. */
  readonly isLive?: () => boolean;
  /** Called before the letter leaves the outbox, in every tab. */
  readonly onSent: (message: Sent) => void;
  readonly openShelf?: () => Promise<Shelf<Draft>>;
  readonly backoff?: BackoffOptions;
}

/** Milliseconds of the longest pause between attempts while events arrive. */
const LONGEST_WHILE_LIVE = 2_000;

/** What tabs tell each other. */
type Note<Sent> = { readonly type: 'changed' } | { readonly type: 'sent'; readonly message: Sent };

/**
 * Messages on their way out. They are stored before anything is sent, so they outlive the page;
 * one tab at a time sends them, one after the other in the order of writing; each carries its
 * `client_id`, so that a repetition after a lost answer is the same message.
 */
export class Outbox<Draft extends object, Sent> {
  readonly state = new Store<readonly Pending<Draft>[]>([]);
  readonly #options: OutboxOptions<Draft, Sent>;
  readonly #shelf: Promise<Shelf<Draft>>;
  readonly #backoff: Backoff;
  readonly #name: string;
  #channel: Channel<Note<Sent>> | null;
  #isQueued = false;
  #isDisposed = false;
  #hurry: (() => void) | null = null;

  constructor(options: OutboxOptions<Draft, Sent>) {
    const { name = 'vestnik' } = options;
    this.#options = options;
    this.#shelf = options.openShelf?.() ?? openShelf<Draft>(name);
    this.#backoff = new Backoff(options.backoff);
    this.#name = `${name}:outbox:${options.userId}`;
    this.#channel = openChannel<Note<Sent>>(this.#name, (note) => {
      this.#hear(note);
    });
    void this.#refresh();
    void this.#flush();
  }

  /** Takes a message. It is safe when the promise resolves, and sent as soon as may be. */
  async add(draft: Draft): Promise<string> {
    const { userId } = this.#options;
    const clientId = newClientId();
    const createdAt = new Date().toISOString();
    const letter = { ...draft, userId, clientId, createdAt, refusal: null };
    // Seen at once; the shelf says the same a moment later.
    this.state.update((state) => [...state, pendingMessage(letter)]);
    const shelf = await this.#shelf;
    await shelf.add(letter);
    await this.#changed();
    return clientId;
  }

  /** Sends a refused message again. */
  async retry(clientId: string): Promise<void> {
    const shelf = await this.#shelf;
    const letter = await this.#find(clientId);
    if (letter === undefined) return;
    await shelf.put({ ...letter, refusal: null });
    await this.#changed();
  }

  /** Takes a message back that was not sent. */
  async discard(clientId: string): Promise<void> {
    const shelf = await this.#shelf;
    const letter = await this.#find(clientId);
    if (letter !== undefined) await shelf.remove(letter.number);
    await this.#changed();
  }

  /** Forgets everything that was not sent. */
  async clear(): Promise<void> {
    const shelf = await this.#shelf;
    for (const letter of await shelf.all(this.#options.userId)) await shelf.remove(letter.number);
    await this.#changed();
  }

  /** There is a connection: no need to wait any longer. */
  hurry(): void {
    this.#hurry?.();
    void this.#flush();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#channel?.close();
    this.#channel = null;
    this.#hurry?.();
  }

  async #changed(): Promise<void> {
    this.#channel?.tell({ type: 'changed' });
    await this.#refresh();
    void this.#flush();
  }

  #hear(note: Note<Sent>): void {
    if (note.type === 'sent') this.#options.onSent(note.message);
    void this.#refresh();
    // If the tab that sends is closed half-way, this one is next in line.
    void this.#flush();
  }

  async #refresh(): Promise<void> {
    const letters = await (await this.#shelf).all(this.#options.userId);
    if (!this.#isDisposed) this.state.set(letters.map((letter) => pendingMessage(letter)));
  }

  async #find(clientId: string): Promise<Letter<Draft> | undefined> {
    const letters = await (await this.#shelf).all(this.#options.userId);
    return letters.find((letter) => letter.clientId === clientId);
  }

  /** Sends what there is, when it is this tab's turn. One request for a turn waits at most. */
  async #flush(): Promise<void> {
    if (this.#isQueued || this.#isDisposed) return;
    this.#isQueued = true;
    await exclusively(this.#name, async () => {
      this.#isQueued = false;
      await this.#sendAll();
    });
  }

  async #sendAll(): Promise<void> {
    const shelf = await this.#shelf;
    while (!this.#isDisposed) {
      const letters = await shelf.all(this.#options.userId);
      const letter = letters.find(({ refusal }) => refusal === null);
      if (letter === undefined) return;
      try {
        this.#sent(await this.#options.send(letter));
        await shelf.remove(letter.number);
        this.#backoff.reset();
      } catch (thrown) {
        const error = asVestnikError(thrown);
        // Nobody is signed in; whoever signs in again as the same person sends it.
        if (isUnauthorized(error)) return;
        if (error instanceof ApiError && !error.isTemporary) {
          const { status, code, detail } = error;
          await shelf.put({ ...letter, refusal: { status, code, detail } });
        } else {
          await this.#pause(Math.max(this.#nextPause(), error.retryAfter ?? 0));
        }
      }
      this.#channel?.tell({ type: 'changed' });
      await this.#refresh();
    }
  }

  #sent(message: Sent): void {
    if (this.#isDisposed) return;
    this.#channel?.tell({ type: 'sent', message });
    this.#options.onSent(message);
  }

  #nextPause(): number {
    const isLive = this.#options.isLive?.() ?? false;
    return Math.min(this.#backoff.next(), isLive ? LONGEST_WHILE_LIVE : Number.POSITIVE_INFINITY);
  }

  async #pause(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#hurry = null;
  }
}

function pendingMessage<Draft extends object>(letter: NewLetter<Draft>): Pending<Draft> {
  const { refusal } = letter;
  const error =
    refusal === null ? null : new ApiError({ ...refusal, type: 'about:blank', title: '' });
  return { ...letter, state: error ? 'failed' : 'pending', error };
}
