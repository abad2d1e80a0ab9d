import { readStorage, writeStorage } from '../browser/storage.ts';
import type { Account } from '../model.ts';

/**
 * Changes when a user signs in or out by the cookies of the page's server. The pages of all realms at one
 * origin share these cookies.
 */
export const COOKIES_KEY = 'vestnik:cookies-changed';

export const PREFIX = 'vestnik:';
export const SUFFIX = ':user';

export interface StoredUserOptions {
  /** Users of different scopes in one browser are apart. */
  readonly scope: string;
  /** Whether the session has the cookies of the page's server. */
  readonly usesCookies: boolean;
  /** Whose session it is: a user stored for another account is not used. */
  readonly account?: string;
}

interface Entry {
  readonly user: Account;
  /** As the page named it. */
  readonly account?: string;
  /** The value of `COOKIES_KEY` at the sign-in. */
  readonly cookies?: string | null;
}

/** The signed-in user in localStorage: for tabs, and for a start without a connection. */
export class StoredUser {
  readonly key: string;
  readonly #options: StoredUserOptions;

  constructor(options: StoredUserOptions) {
    this.#options = options;
    this.key = keyOf(options.scope);
  }

  /** The cookies that a request made now sends; to be stored with the user that it answers. */
  cookies(): string | null {
    return this.#options.usesCookies ? readStorage(COOKIES_KEY) : null;
  }

  read(): Account | null {
    const entry = parsed(readStorage(this.key));
    const isCurrent = entry !== null && this.#isOwn(entry) && !this.#isOutdated(entry);
    return isCurrent ? entry.user : null;
  }

  /** Whether a user is stored who signed in before the cookies changed. */
  get isOutdated(): boolean {
    const entry = parsed(readStorage(this.key));
    return entry !== null && this.#isOwn(entry) && this.#isOutdated(entry);
  }

  /** Whether what an entry of localStorage had is a user of this account. */
  hadOwn(text: string | null): boolean {
    const entry = parsed(text);
    return entry !== null && this.#isOwn(entry);
  }

  write(user: Account, cookies: string | null): void {
    const { account, usesCookies } = this.#options;
    const entry: Entry = {
      user,
      ...(account !== undefined && { account }),
      ...(usesCookies && { cookies }),
    };
    writeStorage(this.key, JSON.stringify(entry));
  }

  remove(): void {
    writeStorage(this.key, null);
  }

  #isOwn({ account }: Entry): boolean {
    return account === this.#options.account;
  }

  #isOutdated({ cookies }: Entry): boolean {
    return (cookies ?? null) !== this.cookies();
  }
}

export function keyOf(scope: string): string {
  return `${PREFIX}${scope}${SUFFIX}`;
}

/** Null if it is no stored user. */
export function parsed(text: string | null): Entry | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Entry> | null;
    return typeof value?.user?.id === 'number' ? (value as Entry) : null;
  } catch {
    return null;
  }
}

/** Databases of the local copies and the outbox. */
export interface StorageNames {
  readonly copies: string;
  readonly outbox: string;
}

export function storageNames(scope: string): StorageNames {
  return { copies: `vestnik-${scope}-copies`, outbox: `vestnik-${scope}` };
}
