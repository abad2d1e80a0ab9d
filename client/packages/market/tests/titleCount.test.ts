import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { TitleCount } from '../src/app/titleCount.ts';

const page = { title: '' };

beforeEach(() => {
  page.title = 'Профиль';
  vi.stubGlobal('document', page);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('the count precedes the title and restores it', () => {
  const count = new TitleCount();
  count.show('inbox', 0);
  expect(page.title).toBe('Профиль');
  count.show('inbox', 2);
  expect(page.title).toBe('(2) Профиль');
  count.show('inbox', 13);
  expect(page.title).toBe('(13) Профиль');
  count.show('inbox', 0);
  expect(page.title).toBe('Профиль');
});

test('a title set by the page meanwhile is kept', () => {
  const count = new TitleCount();
  count.show('inbox', 2);
  page.title = 'Заказы';
  count.show('inbox', 3);
  expect(page.title).toBe('(3) Заказы');
  page.title = 'Отзывы';
  count.show('inbox', 0);
  expect(page.title).toBe('Отзывы');
});

test('the window and the inbox are counted together', () => {
  const count = new TitleCount();
  count.show('inbox', 2);
  count.show('window', 1);
  expect(page.title).toBe('(3) Профиль');
  count.show('inbox', 0);
  expect(page.title).toBe('(1) Профиль');
  count.show('window', 0);
  expect(page.title).toBe('Профиль');
});
