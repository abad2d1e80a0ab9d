/** Which paths of this origin are pages of this build; all else is the server's, or another application's. */
import { appAt, INSTALLED, realmOf, SCHOOL_SECTIONS } from '../src/app/realmApps.ts';

/** The first parts of paths whose pages open without a connection. */
const SECTIONS: readonly string[] = [
  '',
  ...SCHOOL_SECTIONS,
  ...INSTALLED.map(({ realm }) => realm),
];

/** Realms with pages of other builds at the same origin: the demo of the campus, and that of a shop. */
const OTHER_BUILDS: readonly string[] = ['campus', 'shop'];

/** Pages that are certainly of this build: another application may have any other path. */
export function isAppRoute(pathname: string): boolean {
  const [section = ''] = pathname.split('/').filter((part) => part !== '');
  return SECTIONS.includes(section);
}

/** In front of the paths of the application that an open page is of; null if it may be of none. */
export function baseOf(pathname: string): string | null {
  const realm = realmOf(pathname);
  return realm === null || OTHER_BUILDS.includes(realm) ? null : appAt(pathname).base;
}
