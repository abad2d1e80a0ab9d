import { expect, test } from 'vitest';

import { linkPageOf, placeOf } from '../src/app/routes.ts';

test.each([
  ['/', { page: 'chats', chatId: null }],
  ['/chats', { page: 'chats', chatId: null }],
  ['/chats/', { page: 'chats', chatId: null }],
  ['/chats/17', { page: 'chats', chatId: 17 }],
  ['/lessons', { page: 'lessons' }],
  ['/account', { page: 'account' }],
])('%s leads to a page', (path, place) => {
  expect(placeOf(path, false)).toEqual(place);
});

test.each([
  '/chats/0',
  '/chats/x',
  '/chats/1/2',
  '/lessons/1',
  '/else',
  '/chats/99999999999999999',
])('%s leads nowhere', (path) => {
  expect(placeOf(path, true)).toEqual({ page: 'not-found' });
});

test('only an admin gets to the people', () => {
  expect(placeOf('/people', true)).toEqual({ page: 'people' });
  expect(placeOf('/people', false)).toEqual({ page: 'not-found' });
});

test('a link of an e-mail opens a chat of this realm only', () => {
  expect(placeOf('/chats/17', false, 'school')).toEqual({ page: 'chats', chatId: 17 });
  expect(placeOf('/chats/17', false, 'campus')).toEqual({ page: 'not-found' });
});

test.each([
  ['/invitation', 'invitation'],
  ['/password/', 'password'],
  ['/password/x', null],
  ['/chats', null],
])('%s is the page of a link: %s', (path, page) => {
  expect(linkPageOf(path)).toBe(page);
});
