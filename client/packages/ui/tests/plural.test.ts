import { expect, test } from 'vitest';

import { plural } from '../src/i18n/plural.ts';

const lessons = { one: 'занятие', few: 'занятия', many: 'занятий', other: 'занятия' };

test.each([
  [0, 'занятий'],
  [1, 'занятие'],
  [3, 'занятия'],
  [11, 'занятий'],
  [21, 'занятие'],
  [1.5, 'занятия'],
])('Russian %d takes the form %s', (count, word) => {
  expect(plural('ru', count, lessons)).toBe(word);
});

test('English knows one and other', () => {
  const forms = { one: 'lesson', other: 'lessons' };
  expect(plural('en', 1, forms)).toBe('lesson');
  expect(plural('en', 0, forms)).toBe('lessons');
});
