/** Which paths of this origin are pages of this build; all else is the server's, or another application's. */

/** The first parts of their paths. */
const SECTIONS: readonly string[] = [
  '',
  'chats',
  'lessons',
  'people',
  'desk',
  'account',
  'share',
  'invitation',
  'password',
  'messenger',
  'direct',
];

export function isAppRoute(pathname: string): boolean {
  const [section = ''] = pathname.split('/').filter((part) => part !== '');
  return SECTIONS.includes(section);
}
