import { expect, test } from 'vitest';

import type { Chat, Message } from '../src/model.ts';
import { applyChat, applyToChats, type ChatListContext } from '../src/sync/state/chats.ts';
import { listFromPage, type ChatListState } from '../src/sync/state/list.ts';
import type { LoadedHistory } from '../src/sync/state/loadedHistory.ts';
import {
  chatEvent,
  deletion,
  edit,
  id,
  message,
  reaction,
  read,
  sampleChat,
  sampleMessage,
} from './samples.ts';

const ME = 1;
const OTHER = 2;

function list(...chats: Chat[]): ChatListState {
  return listFromPage({ items: chats, nextCursor: null }, id(10));
}

function context(messages: readonly Message[] | null, reachesStart = false): ChatListContext {
  const history: LoadedHistory | null = messages === null ? null : { messages, reachesStart };
  return { userId: ME, history: () => history, filter: 'all', q: '' };
}

const NO_HISTORY = context(null);

/** Messages 11, 12, … of these authors. */
function historyOf(...authors: number[]): Message[] {
  return authors.map((author_id, index) => sampleMessage({ id: 11 + index, author_id }));
}

function first(state: ChatListState): Chat {
  const [entry] = state.entries;
  if (entry === undefined) throw new Error('the list is empty');
  return entry.chat;
}

function ids(state: ChatListState): number[] {
  return state.entries.map(({ chat }) => chat.id);
}

test('another user’s message is unread and moves its chat up', () => {
  const next = applyToChats(list(sampleChat({ id: 5 }), sampleChat()), message(11), NO_HISTORY);
  expect(ids(next)).toEqual([1, 5]);
  expect(first(next)).toMatchObject({ unread_count: 1, last_message: { id: 11 } });
});

test('a chat that reflects a later message is ordered correctly', () => {
  const ahead = sampleChat({ id: 3, last_message: sampleMessage({ id: 12 }) });
  const before = list(sampleChat({ id: 5, last_message: sampleMessage({ id: 11 }) }), ahead);
  expect(ids(before)).toEqual([3, 5]);
  expect(ids(applyToChats(before, message(12, { chat_id: 3 }), NO_HISTORY))).toEqual([3, 5]);
});

test('pinned chats precede later activity', () => {
  const pinned = sampleChat({ id: 5, me: { pinned: true } });
  const next = applyToChats(list(pinned, sampleChat()), message(11), NO_HISTORY);
  expect(ids(next)).toEqual([5, 1]);
});

test('sending marks the chat read and ends its draft', () => {
  const before = sampleChat({ unread_count: 4, me: { draft: { text: '…', reply_to_id: null } } });
  const next = applyToChats(list(before), message(11, { author_id: ME }), NO_HISTORY);
  expect(first(next)).toMatchObject({ unread_count: 0, me: { last_read_id: 11, draft: null } });
});

test('what is forwarded into a chat moves no read mark', () => {
  const forwarded_from = { message_id: 4, author_id: 2, chat_id: 3 };
  const before = sampleChat({ unread_count: 4, unread_mentions: 1, me: { last_read_id: 5 } });
  const own = applyToChats(
    list(before),
    message(11, { author_id: ME, forwarded_from }),
    NO_HISTORY,
  );
  expect(first(own)).toMatchObject({
    unread_count: 4,
    unread_mentions: 1,
    last_message: { id: 11 },
    me: { last_read_id: 5 },
  });
  expect(first(own).members.map(({ last_read_id }) => last_read_id)).toEqual([0, 0]);
  const other = applyToChats(own, message(12, { forwarded_from }), NO_HISTORY);
  expect(first(other)).toMatchObject({ unread_count: 5, last_message: { id: 12 } });
  expect(first(other).members.map(({ last_read_id }) => last_read_id)).toEqual([0, 0]);
});

test('an event in the snapshot is not counted again', () => {
  const before = list(sampleChat({ unread_count: 1 }));
  expect(applyToChats(before, message(10), NO_HISTORY)).toBe(before);
});

test('a message in a chat event is not counted again', () => {
  const ahead = sampleChat({ last_message: sampleMessage({ id: 12 }), unread_count: 2 });
  const next = applyToChats(list(sampleChat()), chatEvent(11, ahead, 12), NO_HISTORY);
  expect(next.staleIds).toEqual([]);
  const after = applyToChats(next, message(12), NO_HISTORY);
  expect(first(after).unread_count).toBe(2);
  expect(first(applyToChats(after, message(13), NO_HISTORY)).unread_count).toBe(3);
});

test('a response without a position leaves known counts', () => {
  const answered = sampleChat({ unread_count: 7, me: { pinned: true } });
  const sent = { chat: answered, asOf: id(12), countedUpTo: null };
  const next = applyChat(list(sampleChat({ unread_count: 2 })), sent, NO_HISTORY);
  expect(first(next)).toMatchObject({ unread_count: 2, me: { pinned: true } });
  expect(next.staleIds).toEqual([]);
});

test('a mention is counted', () => {
  const next = applyToChats(list(sampleChat()), message(11, { mentions: [ME] }), NO_HISTORY);
  expect(first(next).unread_mentions).toBe(1);
});

test('a system message of a known chat changes nothing else', () => {
  const system = message(12, { type: 'system', author_id: null });
  const before = applyToChats(list(), chatEvent(11, sampleChat(), 12), NO_HISTORY);
  expect(applyToChats(before, system, NO_HISTORY).staleIds).toEqual([]);
});

test('a system message is not unread and refetches its chat', () => {
  const system = message(11, { type: 'system', author_id: null });
  const next = applyToChats(list(sampleChat()), system, NO_HISTORY);
  expect(first(next)).toMatchObject({ unread_count: 0, last_message: { id: 11 } });
  expect(next.staleIds).toEqual([1]);
});

test('an observer has no unread messages', () => {
  const next = applyToChats(list(sampleChat({ me: { role: null } })), message(11), NO_HISTORY);
  expect(first(next).unread_count).toBe(0);
});

test('a message of an unknown chat fetches that chat', () => {
  const next = applyToChats(list(), message(11), NO_HISTORY);
  expect(next.staleIds).toEqual([1]);
  expect(next.isStale).toBe(false);
});

test('a complete search ignores messages of other chats', () => {
  const before = list(sampleChat());
  const search = { ...NO_HISTORY, q: 'анна' };
  expect(applyToChats(before, message(11, { chat_id: 99 }), search)).toBe(before);
  const next = applyToChats(before, chatEvent(12, sampleChat({ id: 99 })), search);
  expect(next.isStale).toBe(true);
});

test('reading everything leaves nothing unread', () => {
  const last_message = sampleMessage({ id: 9 });
  const before = list(sampleChat({ unread_count: 3, unread_mentions: 1, last_message }));
  const next = applyToChats(before, read(11, 9, ME, { unread_count: 0 }), NO_HISTORY);
  expect(first(next)).toMatchObject({ unread_count: 0, unread_mentions: 0 });
  expect(next.staleIds).toEqual([]);
});

test('an own read mark sets the counts', () => {
  const last_message = sampleMessage({ id: 9 });
  const before = list(sampleChat({ unread_count: 4, last_message }));
  const mark = read(15, 9, ME, { unread_count: 2, unread_mentions: 1, as_of: 17 });
  let next = applyToChats(before, mark, NO_HISTORY);
  for (const position of [16, 17]) next = applyToChats(next, message(position), NO_HISTORY);
  expect(first(next)).toMatchObject({
    unread_count: 2,
    unread_mentions: 1,
    last_message: { id: 17 },
  });
  expect(first(applyToChats(next, message(18), NO_HISTORY)).unread_count).toBe(3);
  const older = read(19, 12, ME, { unread_count: 9, as_of: 16 });
  expect(first(applyToChats(next, older, NO_HISTORY))).toMatchObject({
    unread_count: 2,
    me: { last_read_id: 12 },
  });
});

test('an edit adds and removes mentions', () => {
  const plain = applyToChats(list(sampleChat()), message(11), NO_HISTORY);
  const mentioned = applyToChats(plain, edit(12, { id: 11, mentions: [ME] }), NO_HISTORY);
  expect(first(mentioned).unread_mentions).toBe(1);
  const again = applyToChats(mentioned, edit(13, { id: 11 }), NO_HISTORY);
  expect(first(again).unread_mentions).toBe(0);
  expect(again.staleIds).toEqual([]);
  const later = applyToChats(mentioned, message(14), NO_HISTORY);
  expect(applyToChats(later, edit(15, { id: 11 }), NO_HISTORY).staleIds).toEqual([1]);
});

test('a deleted mention is subtracted', () => {
  const before = applyToChats(
    list(sampleChat()),
    message(11, { mentions: [ME] }),
    context([], true),
  );
  const next = applyToChats(before, deletion(12, 11), context([], true));
  expect(first(next)).toMatchObject({ unread_count: 0, unread_mentions: 0 });
  expect(next.staleIds).toEqual([]);
});

test('a message shown as deleted counts until the event of its deletion', () => {
  const resumed = message(11, { text: '', deleted_at: new Date(12_000).toISOString() });
  const before = applyToChats(list(sampleChat()), resumed, context([], true));
  const next = applyToChats(before, deletion(12, 11), context([], true));
  expect(first(next)).toMatchObject({ unread_count: 0, last_message: null });
  expect(next.staleIds).toEqual([]);
});

test('a read mark of another member never moves back', () => {
  const once = applyToChats(list(sampleChat()), read(12, 9, OTHER), NO_HISTORY);
  expect(first(once).members[1]?.last_read_id).toBe(9);
  const again = applyToChats(once, read(13, 5, OTHER), NO_HISTORY);
  expect(first(again).members[1]?.last_read_id).toBe(9);
});

test('deleting the last message shows the one before', () => {
  const messages = historyOf(OTHER, OTHER);
  const before = list(sampleChat({ last_message: sampleMessage({ id: 12 }), unread_count: 2 }));
  const next = applyToChats(before, deletion(13, 12), context(messages));
  expect(first(next)).toMatchObject({ last_message: { id: 11 }, unread_count: 1 });
  expect(next.staleIds).toEqual([]);
});

test('deleting the last message without a predecessor refetches the chat', () => {
  const before = list(sampleChat({ last_message: sampleMessage({ id: 9 }) }));
  const next = applyToChats(before, deletion(11, 9), NO_HISTORY);
  expect(first(next).last_message).toBeNull();
  expect(next.staleIds).toEqual([1]);
});

test('deleting a read message leaves the unread count', () => {
  const last_message = sampleMessage({ id: 9 });
  const before = list(sampleChat({ unread_count: 1, last_message, me: { last_read_id: 5 } }));
  const next = applyToChats(before, deletion(11, 4), NO_HISTORY);
  expect(first(next).unread_count).toBe(1);
  expect(next.staleIds).toEqual([]);
});

test('deleting a message unpins it', () => {
  const last_message = sampleMessage({ id: 9 });
  const before = list(sampleChat({ pinned_message_ids: [3, 4], last_message }));
  expect(first(applyToChats(before, deletion(11, 4), NO_HISTORY)).pinned_message_ids).toEqual([3]);
});

test('the last message follows edits and reactions', () => {
  const before = list(sampleChat({ last_message: sampleMessage({ id: 9 }) }));
  const edited = applyToChats(before, edit(11, { id: 9, text: 'new' }), NO_HISTORY);
  expect(first(edited).last_message?.text).toBe('new');
  const reacted = applyToChats(edited, reaction(12, 9, { count: 1 }), NO_HISTORY);
  expect(first(reacted).last_message?.reactions).toEqual([{ emoji: '👍', count: 1, mine: false }]);
});

test('an archived chat moves to the archive', () => {
  const archived = chatEvent(11, sampleChat({ me: { archived: true } }));
  expect(ids(applyToChats(list(sampleChat()), archived, NO_HISTORY))).toEqual([]);
  const archive = { ...NO_HISTORY, filter: 'archived' } as const;
  expect(ids(applyToChats(list(), archived, archive))).toEqual([1]);
});

test('a read chat leaves the unread list', () => {
  const unread = { ...NO_HISTORY, filter: 'unread' } as const;
  const before = list(sampleChat({ unread_count: 1, last_message: sampleMessage({ id: 9 }) }));
  expect(ids(applyToChats(before, read(11, 9, ME, { unread_count: 0 }), unread))).toEqual([]);
});

test('a removed chat leaves the list', () => {
  const removed = { id: id(11), name: 'chat_removed', data: { chat_id: 1 } } as const;
  expect(ids(applyToChats(list(sampleChat()), removed, NO_HISTORY))).toEqual([]);
});
