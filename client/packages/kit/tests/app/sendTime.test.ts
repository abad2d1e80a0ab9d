import { expect, test } from 'vitest';

import {
  asChosen,
  inAnHour,
  momentOf,
  tomorrowMorning,
} from '../../src/app/conversation/scheduled/sendTime.ts';

/** In the time zone of whoever runs the test, as the reader's. */
const NOW = new Date(2026, 10, 30, 15, 27, 40);

test('suggested times are in an hour, rounded up, and tomorrow at nine', () => {
  expect(inAnHour(NOW)).toEqual({ day: '2026-11-30', time: '16:30' });
  expect(inAnHour(new Date(2026, 11, 31, 23, 30))).toEqual({ day: '2027-01-01', time: '00:30' });
  expect(tomorrowMorning(NOW)).toEqual({ day: '2026-12-01', time: '09:00' });
  expect(tomorrowMorning(new Date(2026, 11, 31, 8))).toEqual({ day: '2027-01-01', time: '09:00' });
});

test('a chosen time is a moment of the reader’s zone', () => {
  const moment = new Date(2026, 11, 1, 9, 5);
  expect(asChosen(moment)).toEqual({ day: '2026-12-01', time: '09:05' });
  expect(momentOf(asChosen(moment), NOW)).toEqual(moment);
});

test('a time that is no future of at most a year is refused', () => {
  const problem = (day: string, time: string) => momentOf({ day, time }, NOW);
  expect(problem('', '10:00')).toBe('missing');
  expect(problem('2026-12-01', '')).toBe('missing');
  expect(problem('2026-11-30', '15:27')).toBe('past');
  expect(problem('2026-11-29', '23:00')).toBe('past');
  expect(problem('2027-11-30', '15:27')).toBeInstanceOf(Date);
  expect(problem('2027-11-30', '15:28')).toBe('tooFar');
});
