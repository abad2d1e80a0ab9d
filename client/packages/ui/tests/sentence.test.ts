import { expect, test } from 'vitest';

import { sentence, timeFormat } from '../src/format/index.ts';

test('a sentence has one full stop after a year', () => {
  const now = new Date('2026-11-26T12:00:00Z');
  const day = timeFormat('ru').relativeDay('2025-01-17T12:00:00Z', now);
  expect(day).toMatch(/г\.$/);
  expect(sentence(day)).toBe(day);
  expect(sentence(timeFormat('ru').relativeDay('2026-01-17T12:00:00Z', now))).toBe('17 января.');
});
