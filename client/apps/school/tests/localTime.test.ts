import { expect, test } from 'vitest';

import { fromLocalInput, nextHour, toLocalInput } from '../src/format/localTime.ts';

test('a field’s text parses back to its moment', () => {
  const date = new Date(2026, 2, 5, 7, 8);
  expect(toLocalInput(date)).toBe('2026-03-05T07:08');
  expect(fromLocalInput('2026-03-05T07:08')).toBe(date.toISOString());
});

test.each(['', 'soon', '2026-13-01T00:00'])('%j parses to no moment', (value) => {
  expect(fromLocalInput(value)).toBeNull();
});

test('the next full hour may be on the next day', () => {
  expect(nextHour(new Date(2026, 0, 17, 23, 59, 59))).toEqual(new Date(2026, 0, 18, 0, 0));
});
