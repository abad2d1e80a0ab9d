import { expect, test } from 'vitest';

import {
  applyToPages,
  broughtUpToDate,
  inOrder,
  type Pages,
} from '../src/model/services/history.ts';
import type { ServerFrame } from '../src/model/types/chat.ts';
import { rowsOf } from '../src/ui/rows.ts';
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
  expect(broughtUpToDate(late, 50, told).messages).toEqual([
    { ...message('a'), text: 'новое', is_edited: true },
  ]);
});

test('older pages end where a full one began, also once that message is deleted', () => {
  const full = { messages: [message('b'), message('c')], asOf: null };
  const gone: ServerFrame = {
    type: 'message:deleted',
    payload: { id: 'b', conversation_id: 'c1' },
  };
  expect(broughtUpToDate(full, 2, []).older).toBe('b');
  expect(broughtUpToDate(full, 2, [gone])).toMatchObject({ older: 'b', messages: [{ id: 'c' }] });
  expect(broughtUpToDate(full, 3, []).older).toBeUndefined();
});

/** One's own message, as an answer or a frame tells of it. */
function own(id: string, event?: string): ServerFrame {
  const payload = message(id, { sender_id: 1, client_id: `mine-${id}` });
  return { type: 'message:new', payload, ...(event !== undefined && { id: event }) };
}

function others(id: string, event: string): ServerFrame {
  return { type: 'message:new', payload: message(id), id: event };
}

function after(...frames: ServerFrame[]): Pages {
  return frames.reduce(applyToPages, pages);
}

test('what frames bring after an answer stands before it, as in the log', () => {
  const answered = after(own('x'), own('y'));
  expect(ids(answered)).toEqual(['a', 'b', 'c', 'd', 'x', 'y']);
  const resumed = [others('e', '5-00000005'), own('x', '6-00000006'), others('f', '7-00000007')];
  expect(ids(resumed.slice(0, 1).reduce(applyToPages, answered)).slice(4)).toEqual(['e', 'x', 'y']);
  expect(ids(resumed.reduce(applyToPages, answered)).slice(4)).toEqual(['e', 'x', 'f', 'y']);
  const whole = [...resumed, own('y', '8-00000008'), others('g', '9-00000009')];
  expect(ids(whole.reduce(applyToPages, answered)).slice(4)).toEqual(['e', 'x', 'f', 'y', 'g']);
});

test('frames put answers in the order of the log, whichever was answered first', () => {
  const both = after(own('y'), own('x'), own('x', '5-00000005'), own('y', '6-00000006'));
  expect(ids(both).slice(4)).toEqual(['x', 'y']);
});

test('an answer is no event to go on from', () => {
  expect(after(own('x'))[0]?.asOf).toBe('4-00000004');
});

test('an answer changes nothing where the frame came first, or another answer', () => {
  const told = after(own('x', '5-00000005'));
  expect(applyToPages(told, own('x'))).toBe(told);
  const answered = after(own('x'));
  expect(applyToPages(answered, own('x'))).toBe(answered);
});

test('a message ahead of the log is changed like any other, and stays so at its place', () => {
  const edited = message('x', { text: 'другое', is_edited: true });
  const changed = after(own('x'), { type: 'message:edited', payload: edited });
  const told = [others('e', '5-00000005'), own('x', '6-00000006')].reduce(applyToPages, changed);
  expect(ids(told).slice(4)).toEqual(['e', 'x']);
  expect(inOrder(told).at(-1)).toMatchObject({ text: 'другое', client_id: 'mine-x' });
});

test('a message ahead of the log is deleted like any other', () => {
  const payload = { id: 'x', conversation_id: 'c1' };
  const gone: ServerFrame = { type: 'message:deleted', payload };
  expect(ids(after(own('x'), gone))).toEqual(['a', 'b', 'c', 'd']);
  const told = after(own('x'), gone, own('x', '5-00000005'), { ...gone, id: '6-00000006' });
  expect(ids(told)).toEqual(['a', 'b', 'c', 'd']);

  const answer = message('z', { reply_to: 'x' });
  const replied: ServerFrame = { type: 'message:new', payload: answer };
  const kept = after(own('x'), replied, gone, own('x', '5-00000005'));
  expect(ids(kept).slice(4)).toEqual(['x', 'z']);
  expect(inOrder(kept)[4]).toMatchObject({ text: null, is_deleted: true });
});

test('a row stays the same from the writing to its place in the log', () => {
  const keys = (shown: Pages): string[] =>
    rowsOf(inOrder(shown), [], () => 'day').map(({ key }) => key);
  const answered = after(own('x'));
  const told = [others('e', '5-00000005'), own('x', '6-00000006')].reduce(applyToPages, answered);
  expect(keys(answered).slice(5)).toEqual(['mine-x']);
  expect(keys(told).slice(5)).toEqual(['e', 'mine-x']);
});
