import { expect, test } from 'vitest';

import { labelledBars, ticksUpTo } from '../src/charts/scale.ts';
import { deskAddressOf, deskHref } from '../src/shared/address.ts';
import { durationText } from '../src/shared/durations.ts';
import { daysUntil } from '../src/statistics/period.ts';

test.each([
  [0, [0, 1]],
  [3, [0, 1, 2, 3]],
  [17, [0, 5, 10, 15, 20]],
  [1234, [0, 500, 1000, 1500]],
])('the axis of counts up to %d is round', (max, ticks) => {
  expect(ticksUpTo(max, 'count')).toEqual(ticks);
});

test.each([
  [100, [0, 60, 120]],
  [7_000, [0, 3_600, 7_200]],
  [86_400, [0, 21_600, 43_200, 64_800, 86_400]],
  [40 * 86_400, [0, 864_000, 1_728_000, 2_592_000, 3_456_000]],
])('the axis of %d seconds has whole units', (max, ticks) => {
  expect(ticksUpTo(max, 'seconds')).toEqual(ticks);
});

test.each([
  [30, 600, 50],
  [30, 210, 60],
  [90, 210, 60],
  [7, 600, 50],
  [1, 40, 60],
])('labels of %d bars on %d pixels do not overlap', (bars, width, labelWidth) => {
  const middles = labelledBars(bars, width, labelWidth).map(({ middle }) => middle);
  expect(middles.length).toBeGreaterThan(0);
  middles.slice(1).forEach((middle, nth) => {
    expect(middle - (middles[nth] ?? 0)).toBeGreaterThanOrEqual(labelWidth);
  });
  expect(middles.at(-1)).toBeLessThanOrEqual(width - labelWidth / 2);
});

test('each bar has a label where there is room', () => {
  expect(labelledBars(7, 600, 50).map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test.each([
  [12, '12 с', '12 sec'],
  [240, '4 мин', '4 min'],
  [3_600, '1 ч', '1 hr'],
  [8_100, '2 ч 15 мин', '2 hr 15 min'],
  [180_000, '2 дн. 2 ч', '2 days 2 hr'],
])('%d seconds are written by two units', (seconds, ru, en) => {
  expect(durationText(seconds, 'ru')).toBe(ru);
  expect(durationText(seconds, 'en')).toBe(en);
});

test('a period of days ends today', () => {
  const now = new Date(2026, 2, 3, 12);
  expect(daysUntil(now, 7)).toEqual({ from: '2026-02-25', to: '2026-03-03' });
});

test('a desk link leads to its target', () => {
  const parse = (href: string) => deskAddressOf(new URLSearchParams(href));
  expect(parse(deskHref('audit', { chatId: 7 }))).toEqual({
    view: 'audit',
    chatId: 7,
    position: null,
    userId: null,
  });
  expect(parse('?view=else&chat=0&position=x&user=-1')).toEqual({
    view: null,
    chatId: null,
    position: null,
    userId: null,
  });
});
