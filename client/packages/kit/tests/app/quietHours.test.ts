import { expect, test } from 'vitest';

import { isQuiet } from '../../src/app/notifications/quietHours.ts';

const at = (time: string) => new Date(`2026-03-01T${time}:00Z`);

test('quiet hours may span midnight, in their own time zone', () => {
  const night = { from: '22:00', to: '07:00', time_zone: 'Europe/Moscow' };
  expect(isQuiet(night, at('18:59'))).toBe(false);
  expect(isQuiet(night, at('19:00'))).toBe(true);
  expect(isQuiet(night, at('03:59'))).toBe(true);
  expect(isQuiet(night, at('04:00'))).toBe(false);
});

test('quiet hours of one day end at their end', () => {
  const noon = { from: '12:00', to: '13:00', time_zone: 'UTC' };
  expect(isQuiet(noon, at('12:00'))).toBe(true);
  expect(isQuiet(noon, at('13:00'))).toBe(false);
  expect(isQuiet(null, at('12:30'))).toBe(false);
});
