import { expect, test } from 'vitest';

import { isAfter, later, ORIGIN, positionOf } from '../src/realtime/eventId.ts';

const IN_ORDER = [
  ORIGIN,
  '7-0000000f.1',
  '7-0000000f.2',
  '7-0000000f.10',
  '7-0000000f',
  '8-000000aa.1',
  '10-000000bb',
];

test('ids are ordered by position, then by frame', () => {
  for (const [at, id] of IN_ORDER.entries()) {
    expect(IN_ORDER.map((other) => isAfter(id, other))).toEqual(
      IN_ORDER.map((_, other) => at > other),
    );
  }
  expect(later('7-0000000f', '7-0000000f.2')).toBe('7-0000000f');
  expect(positionOf('7-0000000f.2')).toBe(7);
});
