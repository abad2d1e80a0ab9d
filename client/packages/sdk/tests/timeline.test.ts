import { expect, test } from 'vitest';

import {
  applyToTimeline,
  loadedTimeline,
  trimmed,
  withMessage,
  withNewer,
  withOlder,
  type TimelineState,
} from '../src/sync/state/timeline.ts';
import type { Message } from '../src/realms/school/types.ts';
import { deletion, message } from './samples.ts';

const OWN = { chatId: 1, includeDeleted: false };
const ADMIN = { chatId: 1, includeDeleted: true };

function said(id: number): Message {
  return {
    id,
    chat_id: 1,
    sender_id: 2,
    content: `message ${id}`,
    is_deleted: false,
    created_at: new Date(id * 1_000).toISOString(),
  };
}

function timeline(ids: readonly number[], hasOlder = false, hasNewer = false): TimelineState {
  return loadedTimeline({ messages: ids.map(said), has_more: hasOlder }, hasNewer);
}

function ids(state: TimelineState): number[] {
  return state.messages.map(({ id }) => id);
}

test('a message stands where its id belongs, once', () => {
  const state = [30, 20, 30].map(said).reduce(withMessage, timeline([10, 25]));
  expect(ids(state)).toEqual([10, 20, 25, 30]);
});

test('an event that comes twice changes nothing more', () => {
  const once = applyToTimeline(timeline([10]), message(11), OWN);
  expect(applyToTimeline(once, message(11), OWN)).toBe(once);
  const without = applyToTimeline(once, deletion(12, 11), OWN);
  expect(ids(without)).toEqual([10]);
  expect(applyToTimeline(without, deletion(12, 11), OWN)).toBe(without);
});

test('events of other chats change nothing', () => {
  const state = timeline([10]);
  expect(applyToTimeline(state, message(11, 2), OWN)).toBe(state);
});

test('an admin sees a deleted message marked, in its place', () => {
  const state = applyToTimeline(timeline([10, 11]), deletion(12, 10), ADMIN);
  expect(state.messages).toEqual([{ ...said(10), is_deleted: true }, said(11)]);
});

test('while newer ones are missing, a new message makes no hole', () => {
  const state = timeline([10, 11], false, true);
  expect(applyToTimeline(state, message(50), OWN)).toBe(state);
});

test('a message older than the window makes no hole', () => {
  const state = timeline([10, 11], true);
  expect(withMessage(state, said(3))).toBe(state);
});

test('pages join without repetition', () => {
  const older = withOlder(timeline([10], true), {
    messages: [8, 9, 10].map(said),
    has_more: false,
  });
  expect(ids(older)).toEqual([8, 9, 10]);
  const newer = withNewer(older, { messages: [10, 11].map(said), has_more: true });
  expect(ids(newer)).toEqual([8, 9, 10, 11]);
  expect(newer).toMatchObject({ hasOlder: false, hasNewer: true });
});

test('what is trimmed can be had again', () => {
  expect(trimmed(timeline([1, 2, 3]), 2)).toMatchObject({
    messages: [said(2), said(3)],
    hasOlder: true,
  });
});
