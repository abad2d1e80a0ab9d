import { ApiError } from '../http/errors.ts';
import type { Chat, User } from '../model.ts';
import { Store } from './store.ts';

/** Users of a copy. */
const MAX_COPIED = 500;

/** Users by id: members of chats that were read, and authors who were looked up. */
export class UserDirectory {
  readonly users = new Store<ReadonlyMap<number, User>>(new Map());
  readonly #read: (id: number) => Promise<User>;
  readonly #requested = new Set<number>();
  /** Users who were looked up, as the copy of an earlier start has them. */
  readonly #lookedUp = new Set<number>();

  constructor(read: (id: number) => Promise<User>) {
    this.#read = read;
  }

  onChats(chats: readonly Chat[]): void {
    const members = chats.flatMap((chat) => chat.members.map(({ user }) => user));
    const known = this.users.get();
    const changed = members.filter((user) => !isSame(known.get(user.id), user));
    if (changed.length === 0) return;
    this.users.set(new Map([...known, ...changed.map((user) => [user.id, user] as const)]));
  }

  /** Users of an earlier start: shown until they are looked up again. */
  onCopy(users: readonly User[]): void {
    const known = this.users.get();
    const added = users.filter(({ id }) => !known.has(id));
    for (const { id } of users) this.#lookedUp.add(id);
    if (added.length === 0) return;
    this.users.set(new Map([...added.map((user) => [user.id, user] as const), ...known]));
  }

  /** The users who were looked up last: no chat in the list has them. */
  lookedUp(): readonly User[] {
    const users = this.users.get();
    return [...this.#lookedUp].slice(-MAX_COPIED).flatMap((id) => users.get(id) ?? []);
  }

  /** Looks a user up, unless they are known. One that does not exist any more has no name. */
  async ensure(id: number): Promise<void> {
    const isKnown = this.users.get().has(id) && !this.#lookedUp.has(id);
    if (isKnown || this.#requested.has(id)) return;
    this.#requested.add(id);
    try {
      this.#add(await this.#read(id));
    } catch (error) {
      if (error instanceof ApiError && !error.isTemporary) this.#add(deletedUser(id));
      else this.#requested.delete(id);
    }
  }

  #add(user: User): void {
    this.#lookedUp.delete(user.id);
    this.#lookedUp.add(user.id);
    this.users.update((users) => new Map(users).set(user.id, user));
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
