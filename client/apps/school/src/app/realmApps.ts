/** One application of this build: what it has for its realm, and where. */
export interface RealmApp {
  readonly realm: string;
  /** In front of the path of each of its pages. */
  readonly base: string;
  /** Lessons, people and accounts, which only a school has. */
  readonly isSchool: boolean;
}

export const SCHOOL: RealmApp = { realm: 'school', base: '', isSchool: true };

/** The applications beside the school's; they have chats and settings. */
export const OTHERS: readonly RealmApp[] = ['messenger', 'direct'].map((realm) => ({
  realm,
  base: `/${realm}`,
  isSchool: false,
}));

/** The application that a path of this origin belongs to. */
export function appAt(pathname: string): RealmApp {
  const [first] = pathname.split('/').filter((part) => part !== '');
  return OTHERS.find(({ realm }) => realm === first) ?? SCHOOL;
}

/**
 * The path in the application of another realm that a link means by `?realm=`, as those of e-mails
 * do; null for a link of this application.
 */
export function pathInRealm(path: string, realm: string | null): string | null {
  const app = OTHERS.find((other) => other.realm === realm);
  return app === undefined || appAt(path) === app ? null : app.base + path;
}

/** The application of a realm; the school's for a realm that has none here. */
export function appOf(realm: string): RealmApp {
  return OTHERS.find((app) => app.realm === realm) ?? SCHOOL;
}
