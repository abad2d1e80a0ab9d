import { ApiError } from '../http/errors.ts';
import type { Chat, User } from '../model.ts';
import { Store } from './store.ts';

/** Users whom one request asks for. */
const MAX_IDS = 100;
/** Users of a copy. */
const MAX_COPIED = 500;

/** The members of private chats, and of those about a listing: groups come without theirs. */
export function membersIn(chats: readonly Chat[]): User[] {
  return chats.flatMap(({ members }) => members?.map(({ user }) => user) ?? []);
}

/** Users by id: members of chats that were read, and people whom answers named. */
export class UserDirectory {
  readonly users = new Store<ReadonlyMap<number, User>>(new Map());
  readonly #read: (ids: readonly number[]) => Promise<readonly User[]>;
  readonly #requested = new Set<number>();
  /** Those of this moment, who are looked up together. */
  readonly #wanted: number[] = [];
  #lookup: Promise<void> | null = null;
  /** Users whom the copy of the chats may lack, those who were named last at the end. */
  readonly #named = new Set<number>();
  /** Users as the copy of an earlier start has them: they may have changed. */
  readonly #copied = new Set<number>();

  constructor(read: (ids: readonly number[]) => Promise<readonly User[]>) {
    this.#read = read;
  }

  onChats(chats: readonly Chat[]): void {
    this.#put(membersIn(chats));
  }

  /** People whom an answer names: authors, also those who left, and who is mentioned. */
  onNamed(users: readonly User[]): void {
    for (const { id } of users) {
      this.#named.delete(id);
      this.#named.add(id);
    }
    this.#put(users);
  }

  /** Users of an earlier start: shown until an answer names them, or they are looked up again. */
  onCopy(users: readonly User[]): void {
    const known = this.users.get();
    const added = users.filter(({ id }) => !known.has(id));
    for (const { id } of added) {
      this.#named.add(id);
      this.#copied.add(id);
    }
    if (added.length === 0) return;
    this.users.set(new Map([...added.map((user) => [user.id, user] as const), ...known]));
  }

  /** The users who were named last: the copy of the chats may lack them. */
  named(): readonly User[] {
    const users = this.users.get();
    return [...this.#named].slice(-MAX_COPIED).flatMap((id) => users.get(id) ?? []);
  }

  /**
   * Looks a user up, unless they are known; those of one moment in one request. One that does not exist any
   * more has no name.
   */
  async ensure(id: number): Promise<void> {
    const isKnown = this.users.get().has(id) && !this.#copied.has(id);
    if (isKnown || this.#requested.has(id)) return;
    this.#requested.add(id);
    this.#wanted.push(id);
    this.#lookup ??= this.#lookUp();
    await this.#lookup;
  }

  async #lookUp(): Promise<void> {
    // Until all of this moment are wanted.
    await Promise.resolve();
    this.#lookup = null;
    const wanted = this.#wanted.splice(0);
    while (wanted.length > 0) await this.#lookUpIds(wanted.splice(0, MAX_IDS));
  }

  async #lookUpIds(ids: readonly number[]): Promise<void> {
    try {
      this.onNamed(await this.#read(ids));
    } catch (error) {
      if (!(error instanceof ApiError) || error.isTemporary) {
        for (const id of ids) this.#requested.delete(id);
        return;
      }
    }
    // The server shows nobody of these ids to the user. Who was named before stays so.
    const known = this.users.get();
    this.onNamed(ids.filter((id) => !known.has(id)).map(deletedUser));
  }

  #put(users: readonly User[]): void {
    const known = this.users.get();
    for (const { id } of users) this.#copied.delete(id);
    const changed = users.filter((user) => !isSame(known.get(user.id), user));
    if (changed.length === 0) return;
    this.users.set(new Map([...known, ...changed.map((user) => [user.id, user] as const)]));
  }
}

function isSame(known: User | undefined, user: User): boolean {
  return (
    known?.name === user.name && known.role === user.role && known.avatar_url === user.avatar_url
  );
}

function deletedUser(id: number): User {
  return { id, name: '', role: null, avatar_url: null, online: false, last_seen: null };
}
