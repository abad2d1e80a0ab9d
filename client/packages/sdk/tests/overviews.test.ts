import { expect, test } from 'vitest';

import { loadedList } from '../src/core/state/list.ts';
import { applyToOverviews, type OverviewsState } from '../src/core/state/overviews.ts';
import type { AdminChatItem } from '../src/core/types.ts';
import { deletion, id, message } from './samples.ts';

const ALL = { search: '', known: () => null };
const FOUND = { search: 'анна', known: () => null };

function chat(overrides: Partial<AdminChatItem> = {}): AdminChatItem {
  return { id: 1, participants: [], messages_count: 3, last_message_at: null, ...overrides };
}

function list(chats: AdminChatItem[], nextCursor: string | null = null): OverviewsState {
  return loadedList({ items: chats, nextCursor }, id(10));
}

test('a message counts, and moves its chat to the top', () => {
  const next = applyToOverviews(list([chat({ id: 5 }), chat()]), message(11), ALL);
  expect(next.entries.map(({ item }) => [item.id, item.messages_count])).toEqual([
    [1, 4],
    [5, 3],
  ]);
  expect(next.isStale).toBe(false);
});

test('a deletion counts; when the newest was sent has to be asked', () => {
  const next = applyToOverviews(list([chat()]), deletion(11, 9), ALL);
  expect(next.entries[0]?.item.messages_count).toBe(2);
  expect(next.isStale).toBe(true);
});

test('a search that is here as a whole ignores messages of other chats', () => {
  const whole = list([chat()]);
  expect(applyToOverviews(whole, message(11, 99), FOUND)).toBe(whole);
  const part = list([chat()], 'more');
  expect(applyToOverviews(part, message(11, 99), FOUND).isStale).toBe(true);
});

test('a new chat is on top of all chats, and is looked for in a search', () => {
  const created = {
    id: id(11),
    name: 'chat_created',
    data: { chat_id: 9, chat: chat({ id: 9, messages_count: 0 }) },
  } as const;
  const next = applyToOverviews(list([chat()]), created, ALL);
  expect(next.entries.map(({ item }) => item.id)).toEqual([9, 1]);
  expect(next.isStale).toBe(false);
  expect(applyToOverviews(list([chat()]), created, FOUND).isStale).toBe(true);
});
