import { expect, test } from 'vitest';

import { applyToChats, type ChatsContext, type ChatsState } from '../src/sync/state/chats.ts';
import type { Known } from '../src/sync/state/loadedHistory.ts';
import { loadedList } from '../src/sync/state/list.ts';
import type { ChatItem, Message } from '../src/realms/school/types.ts';
import { deletion, id, message, visit } from './samples.ts';

const ME = 1;
const OTHER = 2;

function chat(overrides: Partial<ChatItem> = {}): ChatItem {
  const participant = { id: OTHER, name: 'Анна', role: 'teacher' } as const;
  return { id: 1, participant, last_message: null, unread_count: 0, ...overrides };
}

function list(...chats: ChatItem[]): ChatsState {
  return loadedList({ items: chats, nextCursor: null }, id(10));
}

function context(messages: readonly Message[] | null, isFromTheStart = false): ChatsContext {
  const known: Known | null = messages === null ? null : { messages, isFromTheStart };
  return { userId: ME, known: () => known };
}

const BLIND = context(null);

function history(...senders: number[]): Message[] {
  return senders.map((sender_id, index) => ({
    id: 11 + index,
    chat_id: 1,
    sender_id,
    content: `message ${11 + index}`,
    is_deleted: false,
    created_at: new Date((11 + index) * 1_000).toISOString(),
  }));
}

function last(of: number, sender = OTHER): ChatItem['last_message'] {
  const created_at = new Date(of * 1_000).toISOString();
  return { id: of, sender_id: sender, content: `message ${of}`, created_at };
}

test('a message of the other side is unread and moves the chat to the top', () => {
  const next = applyToChats(list(chat({ id: 5 }), chat()), message(11), BLIND);
  expect(next.entries.map(({ item }) => [item.id, item.unread_count])).toEqual([
    [1, 1],
    [5, 0],
  ]);
  expect(next.entries[0]?.item.last_message).toEqual(last(11));
});

test('sending is a visit', () => {
  const next = applyToChats(list(chat({ unread_count: 4 })), message(11, 1, ME), BLIND);
  expect(next.entries[0]?.item.unread_count).toBe(0);
});

test('what a snapshot reflects is not counted again', () => {
  const before = list(chat({ unread_count: 1 }));
  expect(applyToChats(before, message(10), BLIND)).toBe(before);
});

test('a message in a chat that is not here asks for the list', () => {
  expect(applyToChats(list(chat()), message(11, 99), BLIND).isStale).toBe(true);
});

test('the preview steps back to a message that is known', () => {
  const before = list(chat({ last_message: last(13), unread_count: 3 }));
  const next = applyToChats(before, deletion(14, 13), context(history(OTHER, OTHER, OTHER)));
  expect(next.entries[0]?.item).toMatchObject({ last_message: last(12), unread_count: 2 });
  expect(next.isStale).toBe(false);
});

test('the preview of a chat whose only message goes is empty', () => {
  const before = list(chat({ last_message: last(11), unread_count: 1 }));
  const next = applyToChats(before, deletion(12, 11), context(history(OTHER), true));
  expect(next.entries[0]?.item).toMatchObject({ last_message: null, unread_count: 0 });
  expect(next.isStale).toBe(false);
});

test('the list is asked for where the message before is not known', () => {
  const before = list(chat({ last_message: last(13) }));
  expect(applyToChats(before, deletion(14, 13), BLIND).isStale).toBe(true);
});

test('deleting a message that was read leaves the count', () => {
  const before = list(chat({ last_message: last(13), unread_count: 1 }));
  const next = applyToChats(before, deletion(14, 11), context(history(OTHER, ME, OTHER)));
  expect(next.entries[0]?.item.unread_count).toBe(1);
  expect(next.isStale).toBe(false);
});

test('a visit up to the newest message reads all', () => {
  const before = list(chat({ last_message: last(13), unread_count: 3 }));
  const next = applyToChats(before, visit(14, 13, ME), BLIND);
  expect(next.entries[0]?.item.unread_count).toBe(0);
});

test('a visit up to an older message leaves what came after', () => {
  const before = list(chat({ last_message: last(13), unread_count: 3 }));
  const next = applyToChats(before, visit(14, 11, ME), context(history(OTHER, OTHER, OTHER)));
  expect(next.entries[0]?.item.unread_count).toBe(2);
});

test('a visit of the other side moves its mark, and never back', () => {
  const before = list(chat({ last_message: last(13), unread_count: 3 }));
  const read = applyToChats(before, visit(14, 13, OTHER), BLIND);
  expect(read.entries[0]?.item).toMatchObject({ last_read_id: 13, unread_count: 3 });
  const again = applyToChats(read, visit(15, 11, OTHER), BLIND);
  expect(again.entries[0]?.item.last_read_id).toBe(13);
});

test('the other side has read what it answers', () => {
  const next = applyToChats(list(chat({ last_message: last(10, ME) })), message(11), BLIND);
  expect(next.entries[0]?.item.last_read_id).toBe(11);
});

test('a chat whose newest message goes stands where its newest one is', () => {
  const before = list(
    chat({ last_message: last(13) }),
    chat({ id: 5, last_message: last(12) }),
    chat({ id: 2 }),
  );
  const next = applyToChats(before, deletion(14, 13), context(history(OTHER)));
  expect(next.entries.map(({ item }) => [item.id, item.last_message?.id])).toEqual([
    [5, 12],
    [1, 11],
    [2, undefined],
  ]);
});

test('a chat that falls behind the last page is asked for', () => {
  const page = { items: [chat({ last_message: last(13) })], nextCursor: '13' };
  const before = loadedList(page, id(13));
  const next = applyToChats(before, deletion(14, 13), context(history(OTHER)));
  expect(next.isStale).toBe(true);
});

test('a chat that shows up late, with messages, is asked for again', () => {
  const created = (item: ChatItem) =>
    applyToChats(
      list(),
      { id: id(11), name: 'chat_created', data: { chat_id: 1, chat: item } },
      BLIND,
    );
  expect(created(chat()).isStale).toBe(false);
  expect(created(chat({ last_message: last(13), unread_count: 1 })).isStale).toBe(true);
});
