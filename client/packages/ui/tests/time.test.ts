import { expect, test } from 'vitest';

import { timeFormat } from '../src/format/time.ts';

const ru = timeFormat('ru');
const en = timeFormat('en');
const now = new Date(2026, 0, 17, 12, 0);

/** A moment said in local time, so that the tests hold in any time zone. */
function local(year: number, month: number, day: number, hours = 9, minutes = 5): string {
  return new Date(year, month - 1, day, hours, minutes).toISOString();
}

test('the clock has two digits for hours and minutes', () => {
  expect(ru.time(local(2026, 1, 17))).toBe('09:05');
  expect(en.time(local(2026, 1, 17, 15, 30))).toBe('15:30');
});

test('today and yesterday are words', () => {
  expect(ru.relativeDay(local(2026, 1, 17), now)).toBe('Сегодня');
  expect(ru.relativeDay(local(2026, 1, 16, 23, 59), now)).toBe('Вчера');
  expect(ru.relativeDay(local(2026, 1, 18), now)).toBe('Завтра');
  expect(en.relativeDay(local(2026, 1, 16), now)).toBe('Yesterday');
});

test('another year is named', () => {
  expect(ru.relativeDay(local(2026, 3, 2), now)).toBe('2 марта');
  expect(ru.relativeDay(local(2025, 3, 2), now)).toBe('2 марта 2025 г.');
  expect(en.relativeDay(local(2025, 3, 2), now)).toBe('2 March 2025');
});

test('list times are shorter the nearer they are', () => {
  expect(ru.listTime(local(2026, 1, 17), now)).toBe('09:05');
  expect(ru.listTime(local(2026, 1, 16), now)).toBe('Вчера');
  expect(ru.listTime(local(2026, 1, 12), now)).toBe('пн');
  expect(ru.listTime(local(2026, 1, 3), now)).toBe('3 янв.');
  expect(ru.listTime(local(2025, 1, 3), now)).toBe('03.01.2025');
});

test('moments of one day have one key', () => {
  expect(ru.dayKey(local(2026, 1, 17, 0, 0))).toBe(ru.dayKey(local(2026, 1, 17, 23, 59)));
  expect(ru.dayKey(local(2026, 1, 17))).not.toBe(ru.dayKey(local(2026, 1, 18)));
});
