import type { TimelineEntry } from '@vestnik/sdk/desk';
import { expect, test } from 'vitest';

import { byTime, entryAt, formerTexts } from '../src/audit/formerTexts.ts';
import { textChanges } from '../src/audit/textChanges.ts';

function entry(position: number, parts: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    position,
    at: `2026-11-20T10:00:0${position}Z`,
    kind: 'message_sent',
    actor: null,
    via_key: null,
    description: '',
    text: null,
    state: null,
    message_id: null,
    reply_to: null,
    user: null,
    participants: [],
    details: {},
    files: [],
    ...parts,
  };
}

test('an edit is compared with the text before it', () => {
  const sent = { message_id: 1, text: 'first' };
  const edit = { kind: 'message_edited', message_id: 1 };
  const entries = [
    entry(1, sent),
    entry(2, { message_id: 2, text: 'other' }),
    entry(3, { ...edit, text: 'second' }),
    entry(4, { kind: 'message_deleted', message_id: 2, text: 'other' }),
    entry(5, { ...edit, text: 'third' }),
  ];
  expect([...formerTexts(entries)]).toEqual([
    [3, 'first'],
    [5, 'second'],
  ]);
});

test('an edit’s former text is null if erased', () => {
  const entries = [
    entry(1, { message_id: 1, text: null, state: 'erased' }),
    entry(2, { kind: 'message_edited', message_id: 1, text: 'new' }),
  ];
  expect([...formerTexts(entries)]).toEqual([[2, null]]);
});

test.each([
  ['2026-11-20T09:00:00Z', 0],
  ['2026-11-20T10:00:01Z', 0],
  ['2026-11-20T10:00:02.500Z', 1],
  ['2026-11-20T10:00:03Z', 2],
  ['2027-01-01T00:00:00Z', 2],
])('the entry at %s is number %d', (time, index) => {
  const entries = [entry(1), entry(2), entry(3)];
  expect(entryAt(entries, Date.parse(time))).toBe(index);
});

test('events are ordered by time, then by position', () => {
  const at = '2026-11-20T10:00:00Z';
  const entries = [entry(1, { at: '2026-11-21T10:00:00Z' }), entry(2, { at }), entry(3, { at })];
  expect(byTime(entries).map(({ position }) => position)).toEqual([2, 3, 1]);
});

test('an edit shows which words were removed and added', () => {
  expect(textChanges('Приду в пять, жди', 'Приду в шесть, жди')).toEqual([
    { kind: 'same', text: 'Приду в ' },
    { kind: 'removed', text: 'пять' },
    { kind: 'added', text: 'шесть' },
    { kind: 'same', text: ', жди' },
  ]);
});

test('the parts of an edit add up to both texts', () => {
  const before = 'a b c\nd';
  const after = 'a  x c\ne f';
  const parts = textChanges(before, after);
  const join = (kind: string) =>
    parts.flatMap((part) => (part.kind === 'same' || part.kind === kind ? [part.text] : []));
  expect(join('removed').join('')).toBe(before);
  expect(join('added').join('')).toBe(after);
});

test('different long texts are compared within a second', () => {
  const words = (word: string) => Array.from({ length: 5_000 }, (_, i) => `${word}${i}`).join(' ');
  const start = performance.now();
  const parts = textChanges(words('a'), words('b'));
  expect(parts.some(({ kind }) => kind === 'removed')).toBe(true);
  expect(performance.now() - start).toBeLessThan(1_000);
});
