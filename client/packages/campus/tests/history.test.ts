import { expect, test } from 'vitest';

import {
  applyToPages,
  broughtUpToDate,
  inOrder,
  type Pages,
} from '../src/model/services/history.ts';
import type { ServerFrame } from '../src/model/types/chat.ts';
import { message } from './samples.ts';

const pages: Pages = [
  { messages: [message('c'), message('d', { reply_to: 'b' })], asOf: '4-00000004' },
  { messages: [message('a'), message('b')], asOf: '4-00000004' },
];

function ids(shown: Pages): string[] {
  return inOrder(shown).map(({ id }) => id);
}

test('pages are read from the oldest', () => {
  expect(ids(pages)).toEqual(['a', 'b', 'c', 'd']);
});

test('a message that history has already is not shown twice', () => {
  const frame: ServerFrame = { type: 'message:new', payload: message('a'), id: '5-00000005' };
  expect(ids(applyToPages(pages, frame))).toEqual(['a', 'b', 'c', 'd']);
});

test('a new message stands at the end, and is where the next socket goes on', () => {
  const frame: ServerFrame = { type: 'message:new', payload: message('e'), id: '5-00000005' };
  const after = applyToPages(applyToPages(pages, frame), frame);
  expect(ids(after)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(after[0]?.asOf).toBe('5-00000005');
});

test('an edit changes the text alone, wherever the message is', () => {
  const payload = message('b', { text: 'другое', is_edited: true });
  const after = applyToPages(pages, { type: 'message:edited', payload });
  expect(inOrder(after)[1]).toEqual({ ...message('b'), text: 'другое', is_edited: true });
});

test('a deleted message goes, but for one that is answered', () => {
  const gone = (id: string): ServerFrame => ({
    type: 'message:deleted',
    payload: { id, conversation_id: 'c1' },
  });
  expect(ids(applyToPages(pages, gone('c')))).toEqual(['a', 'b', 'd']);
  const answered = applyToPages(pages, gone('b'));
  expect(inOrder(answered)[1]).toEqual({ ...message('b'), text: null, is_deleted: true });
  expect(ids(applyToPages(answered, gone('d')))).toEqual(['a', 'c']);
});

test('a page that was on its way has what was told meanwhile', () => {
  const late = { messages: [message('a'), message('b')], asOf: null };
  const told: ServerFrame[] = [
    { type: 'message:edited', payload: message('a', { text: 'новое', is_edited: true }) },
    { type: 'message:deleted', payload: { id: 'b', conversation_id: 'c1' } },
    { type: 'message:new', payload: message('z') },
  ];
  expect(broughtUpToDate(late, told).messages).toEqual([
    { ...message('a'), text: 'новое', is_edited: true },
  ]);
});
