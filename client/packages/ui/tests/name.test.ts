import { expect, test } from 'vitest';

import { initials } from '../src/format/name.ts';

test.each([
  ['Анна Викторовна Соколова', 'АС'],
  ['максим волков', 'МВ'],
  ['  Madonna ', 'M'],
  ['🦊 Лиса', '🦊Л'],
  ['', ''],
])('the initials of %j are %j', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
