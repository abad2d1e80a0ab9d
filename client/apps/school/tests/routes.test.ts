import { expect, test } from 'vitest';

import { placeOf } from '../src/app/routes.ts';

test.each([
  ['/', { page: 'chats', chatId: null }],
  ['/chats', { page: 'chats', chatId: null }],
  ['/chats/', { page: 'chats', chatId: null }],
  ['/chats/17', { page: 'chats', chatId: 17 }],
  ['/lessons', { page: 'lessons' }],
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
