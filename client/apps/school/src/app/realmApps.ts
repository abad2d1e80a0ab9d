/** One application of this build: what it has for its realm, and where. */
export interface RealmApp {
  readonly realm: string;
  /** In front of the path of each of its pages. */
  readonly base: string;
  /** Lessons, people and accounts, which only a school has. */
  readonly isSchool: boolean;
}

export const SCHOOL: RealmApp = { realm: 'school', base: '', isSchool: true };

/** First parts of paths that are the school's own. */
export const SCHOOL_SECTIONS: readonly string[] = [
  'chats',
  'lessons',
  'people',
  'desk',
  'account',
  'share',
  'invitation',
  'password',
];

/** First parts of paths that are the server's, or files of the build. */
const NO_PAGES: readonly string[] = ['api', 'assets', 'health', 'icons', 'ready', 'static', 'v1'];

/** As the server names realms. */
const REALM_NAME = /^[a-z][a-z0-9-]{1,31}$/;

/** Realms of the program whose applications can be installed: the build has a manifest for each. */
export const INSTALLED: readonly RealmApp[] = ['messenger', 'direct'].map(otherApp);

function otherApp(realm: string): RealmApp {
  return { realm, base: `/${realm}`, isSchool: false };
}

/** The realm whose application a path may belong to; null if it is none of an application. */
export function realmOf(pathname: string): string | null {
  const [first] = pathname.split('/').filter((part) => part !== '');
  if (first === undefined || SCHOOL_SECTIONS.includes(first)) return SCHOOL.realm;
  return REALM_NAME.test(first) && !NO_PAGES.includes(first) ? first : null;
}

/** The application that a path of this origin belongs to. Whether the realm exists, the server knows. */
export function appAt(pathname: string): RealmApp {
  return appOf(realmOf(pathname) ?? SCHOOL.realm);
}

/**
 * The path in the application of another realm that a link means by `?realm=`, as those of e-mails
 * do; null for a link of this application.
 */
export function pathInRealm(path: string, realm: string | null): string | null {
  if (realm === null || !REALM_NAME.test(realm)) return null;
  const app = appOf(realm);
  return app.isSchool || appAt(path).realm === realm ? null : app.base + path;
}

/** The application of a realm. */
export function appOf(realm: string): RealmApp {
  return realm === SCHOOL.realm ? SCHOOL : otherApp(realm);
}
