import { SCHOOL, type RealmApp } from './realmApps.ts';

/** Where one is. What has no page of its own is `not-found`. */
export type AppRoute =
  | { page: 'chats'; chatId: number | null }
  | { page: 'lessons' }
  | { page: 'people' }
  | { page: 'desk' }
  | { page: 'account' }
  | { page: 'share' }
  | { page: 'not-found' };

export const paths = {
  chats: '/chats',
  lessons: '/lessons',
  people: '/people',
  desk: '/desk',
  account: '/account',
} as const;

/** The page that a path of an application leads to; links of e-mails name a realm too. */
export function parsePath(
  path: string,
  isAdmin: boolean,
  realm: string | null = null,
  app: RealmApp = SCHOOL,
): AppRoute {
  if (realm !== null && realm !== app.realm) return { page: 'not-found' };
  const [section = 'chats', id, ...more] = path.split('/').filter((part) => part !== '');
  if (more.length > 0) return { page: 'not-found' };
  if (section === 'chats' && (id === undefined || /^[1-9]\d{0,15}$/.test(id))) {
    return { page: 'chats', chatId: id === undefined ? null : Number(id) };
  }
  if (id !== undefined) return { page: 'not-found' };
  if (section === 'account') return { page: 'account' };
  if (section === 'share') return { page: 'share' };
  if (!app.isSchool) return { page: 'not-found' };
  if (section === 'lessons') return { page: 'lessons' };
  if (section === 'people' && isAdmin) return { page: 'people' };
  if (section === 'desk' && isAdmin) return { page: 'desk' };
  return { page: 'not-found' };
}

/** The page of a link that works without a log-in: of an invitation, or of a password reset. */
export function linkPageOf(path: string): 'invitation' | 'password' | null {
  const parts = path.split('/').filter((part) => part !== '');
  const [page, ...more] = parts;
  if (more.length > 0) return null;
  return page === 'invitation' || page === 'password' ? page : null;
}
