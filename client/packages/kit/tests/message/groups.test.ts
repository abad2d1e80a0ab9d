import { expect, it } from 'vitest';

import { continuesGroup, type GroupedMessage } from '../../src/message/groups.ts';

const dayKey = (iso: string) => iso.slice(0, 10);
const at = (created_at: string, changes: Partial<GroupedMessage> = {}): GroupedMessage => ({
  author_id: 1,
  type: 'text',
  created_at,
  ...changes,
});
const first = at('2026-03-02T12:00:00Z');

it.each<[name: string, message: GroupedMessage, continues: boolean]>([
  ['five minutes later', at('2026-03-02T12:05:00Z'), true],
  ['later than that', at('2026-03-02T12:05:01Z'), false],
  ['of another author', at('2026-03-02T12:01:00Z', { author_id: 2 }), false],
  ['of the system', at('2026-03-02T12:01:00Z', { type: 'system' }), false],
  ['from a clock that was set back', at('2026-03-02T11:59:00Z'), true],
])('a message %s: %#', (_name, message, continues) => {
  expect(continuesGroup(first, message, dayKey)).toBe(continues);
});

it('a group ends with the day, a system message, and without an author', () => {
  const midnight = at('2026-03-03T00:00:30Z');
  expect(continuesGroup(at('2026-03-02T23:59:30Z'), midnight, dayKey)).toBe(false);
  expect(continuesGroup(at('2026-03-02T12:00:00Z', { type: 'system' }), first, dayKey)).toBe(false);
  const removed = at('2026-03-02T12:00:00Z', { author_id: null });
  expect(continuesGroup(removed, removed, dayKey)).toBe(false);
  expect(continuesGroup(undefined, first, dayKey)).toBe(false);
});
