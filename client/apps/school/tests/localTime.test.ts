import { expect, test } from 'vitest';

import { fromLocalInput, nextHour, toLocalInput } from '../src/format/localTime.ts';

test('what a field shows of a moment means that moment', () => {
  const date = new Date(2026, 2, 5, 7, 8);
  expect(toLocalInput(date)).toBe('2026-03-05T07:08');
  expect(fromLocalInput('2026-03-05T07:08')).toBe(date.toISOString());
});

test.each(['', 'soon', '2026-13-01T00:00'])('%j means no moment', (value) => {
  expect(fromLocalInput(value)).toBeNull();
});

test('the next hour is a full one, of the next day if need be', () => {
  expect(nextHour(new Date(2026, 0, 17, 23, 59, 59))).toEqual(new Date(2026, 0, 18, 0, 0));
});
