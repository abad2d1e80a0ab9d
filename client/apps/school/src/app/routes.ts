/** Where one is. What has no page of its own is `not-found`. */
export type Place =
  | { page: 'chats'; chatId: number | null }
  | { page: 'lessons' }
  | { page: 'people' }
  | { page: 'not-found' };

export const paths = {
  chats: '/chats',
  lessons: '/lessons',
  people: '/people',
} as const;

/** The place a path leads to, for somebody who is an admin or not. */
export function placeOf(path: string, isAdmin: boolean): Place {
  const [section = 'chats', id, ...more] = path.split('/').filter((part) => part !== '');
  if (more.length > 0) return { page: 'not-found' };
  if (section === 'chats' && (id === undefined || /^[1-9]\d{0,15}$/.test(id))) {
    return { page: 'chats', chatId: id === undefined ? null : Number(id) };
  }
  if (id !== undefined) return { page: 'not-found' };
  if (section === 'lessons') return { page: 'lessons' };
  if (section === 'people' && isAdmin) return { page: 'people' };
  return { page: 'not-found' };
}
