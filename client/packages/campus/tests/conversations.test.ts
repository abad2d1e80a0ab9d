import { expect, test } from 'vitest';

import { applyToConversations, titleOf } from '../src/model/services/conversations.ts';
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
  expect(other?.[1]?.participants).toEqual([{ user_id: 1, name: 'Анна' }]);
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
