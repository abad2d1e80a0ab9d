import { expect, test } from 'vitest';

import { furthestRead } from '../src/model/services/reads.ts';
import { message } from './samples.ts';

/** In the order of the log, which is nearly that of ids. */
const messages = ['m1', 'm4', 'm3', 'm6'].map((id) => message(id));

test('read is read up to the furthest mark, in the order of the log', () => {
  expect(furthestRead(messages, [])).toBe(-1);
  expect(furthestRead(messages, ['m1', 'm3'])).toBe(2);
  expect(furthestRead(messages, ['m6'])).toBe(3);
});

test('a mark whose message is deleted, or not loaded, counts by its id', () => {
  expect(furthestRead(messages, ['m5'])).toBe(2);
  expect(furthestRead(messages, ['m0'])).toBe(-1);
  expect(furthestRead(messages, ['m7'])).toBe(3);
});
