import { expect, test } from 'vitest';

import {
  activityOf,
  applyToConversations,
  inShownOrder,
  titleOf,
} from '../src/model/services/conversations.ts';
import type { Conversation, ServerFrame } from '../src/model/types/chat.ts';
import { conversation, message } from './samples.ts';

const ME = 1;
const list = [conversation({ id: 'c0', title: 'Другая' }), conversation({ unread_count: 1 })];

function after(frame: ServerFrame) {
  return applyToConversations(list, 'c1', frame, ME);
}

test('a new message takes its conversation to the top, unread', () => {
  const next = after({ type: 'message:new', payload: message('m') });
  expect(next?.map(({ id }) => id)).toEqual(['c1', 'c0']);
  expect(next?.[0]).toMatchObject({ unread_count: 2, last_message: { id: 'm' } });
});

test('sending is a visit', () => {
  const next = after({ type: 'message:new', payload: message('m', { sender_id: ME }) });
  expect(next?.[0]).toMatchObject({ unread_count: 0 });
});

test('a message that the list shows already is not counted again', () => {
  const known = applyToConversations(
    list,
    'c1',
    { type: 'message:new', payload: message('m') },
    ME,
  );
  const again: ServerFrame = { type: 'message:new', payload: message('m') };
  expect(applyToConversations(known ?? [], 'c1', again, ME)).toBe(known);
});

test('what came before one’s own message is read with it, and is not the last', () => {
  const frames: ServerFrame[] = [
    { type: 'message:new', payload: message('m5', { sender_id: ME }) },
    { type: 'message:new', payload: message('m4'), id: '4-00000004' },
    { type: 'message:new', payload: message('m5', { sender_id: ME }), id: '5-00000005' },
  ];
  const next = frames.reduce<readonly Conversation[]>(
    (before, frame) => applyToConversations(before, 'c1', frame, ME) ?? [],
    list,
  );
  expect(next[0]).toMatchObject({ unread_count: 0, last_message: { id: 'm5' } });
});

test('what cannot be told from here is asked for again', () => {
  expect(
    after({ type: 'message:deleted', payload: { id: 'm', conversation_id: 'c1' } }),
  ).toBeNull();
});

test('whoever is removed has the conversation no more', () => {
  const gone = { conversation_id: 'c1', user_id: ME };
  const next = after({ type: 'participant:removed', payload: gone });
  expect(next?.map(({ id }) => id)).toEqual(['c0']);
  const other = after({ type: 'participant:removed', payload: { ...gone, user_id: 2 } });
  expect(other?.[1]?.participants).toMatchObject([{ user_id: 1, name: 'Анна' }]);
});

test('who comes in twice is in once', () => {
  const payload = { conversation_id: 'c1', user_id: 2, name: 'Борис' };
  expect(after({ type: 'participant:added', payload })?.[1]?.participants).toHaveLength(2);
});

test('a private conversation is called by its other side', () => {
  const name = (given: string | undefined): string => given ?? '?';
  expect(titleOf(conversation(), ME, name)).toBe('Борис');
  expect(titleOf(conversation({ title: ' ИВТ-21 ', type: 'group' }), ME, name)).toBe('ИВТ-21');
});

test('reading and sending move the mark of who reads and who sends', () => {
  const marks = (frame: ServerFrame): (string | null)[] | undefined =>
    after(frame)
      ?.find(({ id }) => id === 'c1')
      ?.participants.map(({ last_read_message_id }) => last_read_message_id);
  expect(marks({ type: 'read', payload: { user_id: 2, last_read_id: 'm' } })).toEqual([null, 'm']);
  expect(marks({ type: 'message:new', payload: message('n') })).toEqual([null, 'n']);
  expect(marks({ type: 'read', payload: { user_id: 2, last_read_id: null } })).toEqual([
    null,
    null,
  ]);
});

test('the list stands in the order of the times it shows, also after a deletion', () => {
  const at = (id: string, minute: number): Conversation =>
    conversation({ id, last_message: message(id, { created_at: `2026-01-17T12:0${minute}:00Z` }) });
  // The newest message of `deleted` is gone: the server still has the conversation first.
  const shown = inShownOrder([at('deleted', 1), at('b', 5), at('c', 3)]);
  expect(shown.map(({ id }) => id)).toEqual(['b', 'c', 'deleted']);
  expect(shown.map(activityOf)).toEqual(shown.map(activityOf).toSorted().toReversed());
});
