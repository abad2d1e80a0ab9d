import { expect, test } from 'vitest';

import { appAt, pathInRealm, SCHOOL } from '../src/app/realmApps.ts';
import { linkPageOf, parsePath } from '../src/app/routes.ts';

test.each([
  ['/', { page: 'chats', chatId: null }],
  ['/chats', { page: 'chats', chatId: null }],
  ['/chats/', { page: 'chats', chatId: null }],
  ['/chats/17', { page: 'chats', chatId: 17 }],
  ['/lessons', { page: 'lessons' }],
  ['/account', { page: 'account' }],
])('%s leads to a page', (path, route) => {
  expect(parsePath(path, false)).toEqual(route);
});

test.each([
  '/chats/0',
  '/chats/x',
  '/chats/1/2',
  '/lessons/1',
  '/else',
  '/chats/99999999999999999',
])('%s has no page', (path) => {
  expect(parsePath(path, true)).toEqual({ page: 'not-found' });
});

test.each([
  ['/people', 'people'],
  ['/desk', 'desk'],
])('only an admin can open %s', (path, page) => {
  expect(parsePath(path, true)).toEqual({ page });
  expect(parsePath(path, false)).toEqual({ page: 'not-found' });
});

test('an e-mail’s link opens chats of this realm only', () => {
  expect(parsePath('/chats/17', false, 'school')).toEqual({ page: 'chats', chatId: 17 });
  expect(parsePath('/chats/17', false, 'campus')).toEqual({ page: 'not-found' });
});

test.each([
  ['/invitation', 'invitation'],
  ['/password/', 'password'],
  ['/password/x', null],
  ['/chats', null],
])('%s is the page of a link: %s', (path, page) => {
  expect(linkPageOf(path)).toBe(page);
});

test.each([
  ['/', 'school'],
  ['/chats/7', 'school'],
  ['/messenger', 'messenger'],
  ['/messenger/chats/7', 'messenger'],
  ['/direct/', 'direct'],
  ['/directory', 'directory'],
  ['/clinic/', 'clinic'],
  ['/clinic/chats/7', 'clinic'],
  ['/lessons', 'school'],
  ['/v1/school', 'school'],
  ['/Clinic/', 'school'],
])('%s belongs to the application of %s', (path, realm) => {
  expect(appAt(path).realm).toBe(realm);
});

test('only the application of the school has lessons and people', () => {
  const app = appAt('/messenger/');
  expect(parsePath('/chats/7', true, null, app)).toEqual({ page: 'chats', chatId: 7 });
  expect(parsePath('/account', true, null, app)).toEqual({ page: 'account' });
  expect(parsePath('/lessons', true, null, app)).toEqual({ page: 'not-found' });
  expect(parsePath('/people', true, null, app)).toEqual({ page: 'not-found' });
  expect(parsePath('/people', true, null, SCHOOL)).toEqual({ page: 'people' });
});

test('a link that names another realm leads to its application', () => {
  expect(pathInRealm('/chats/7', 'messenger')).toBe('/messenger/chats/7');
  expect(pathInRealm('/messenger/chats/7', 'messenger')).toBeNull();
  expect(pathInRealm('/chats/7', 'clinic')).toBe('/clinic/chats/7');
  expect(pathInRealm('/chats/7', 'school')).toBeNull();
  expect(pathInRealm('/chats/7', '//evil.example')).toBeNull();
  expect(pathInRealm('/chats/7', null)).toBeNull();
});
