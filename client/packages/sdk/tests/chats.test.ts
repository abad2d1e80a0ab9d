import { expect, test } from 'vitest';

import type { Chat } from '../src/model.ts';
import { applyChat, applyToChats, type ChatListContext } from '../src/sync/state/chats.ts';
import { listFromPage, type ChatListState } from '../src/sync/state/list.ts';
import {
  chatEvent,
  chatRemoved,
  deletion,
  edit,
  id,
  memberEvent,
  memberRemoved,
  mentionOf,
  message,
  reaction,
  read,
  sampleChat,
  sampleMember,
  sampleMessage,
  scheduledEvent,
  userEvent,
} from './samples.ts';

const ME = 1;
const OTHER = 2;

function list(...chats: Chat[]): ChatListState {
  return listFromPage({ items: chats, nextCursor: null }, id(10));
}

const CONTEXT: ChatListContext = { userId: ME, filter: 'all', q: '' };

function first(state: ChatListState): Chat {
  const [entry] = state.entries;
  if (entry === undefined) throw new Error('the list is empty');
  return entry.chat;
}

/** The read marks of the members. */
function marks(state: ChatListState): number[] | undefined {
  return first(state).members?.map(({ last_read_id }) => last_read_id);
}

function ids(state: ChatListState): number[] {
  return state.entries.map(({ chat }) => chat.id);
}

test('another user’s message is unread and moves its chat up', () => {
  const next = applyToChats(list(sampleChat({ id: 5 }), sampleChat()), message(11), CONTEXT);
  expect(ids(next)).toEqual([1, 5]);
  expect(first(next)).toMatchObject({ unread_count: 1, last_message: { id: 11 } });
});

test('a chat that reflects a later message is ordered correctly', () => {
  const ahead = sampleChat({ id: 3, last_message: sampleMessage({ id: 12 }) });
  const before = list(sampleChat({ id: 5, last_message: sampleMessage({ id: 11 }) }), ahead);
  expect(ids(before)).toEqual([3, 5]);
  expect(ids(applyToChats(before, message(12, { chat_id: 3 }), CONTEXT))).toEqual([3, 5]);
});

test('pinned chats precede later activity', () => {
  const pinned = sampleChat({ id: 5, me: { pinned: true } });
  const next = applyToChats(list(pinned, sampleChat()), message(11), CONTEXT);
  expect(ids(next)).toEqual([5, 1]);
});

test('sending moves the author’s mark, reads the chat and ends the draft', () => {
  const draft = { text: '…', reply_to_id: null };
  const before = sampleChat({ unread_count: 4, unread_mention_count: 1, me: { draft } });
  const next = applyToChats(list(before), message(11, { author_id: ME }), CONTEXT);
  expect(first(next)).toMatchObject({
    unread_count: 0,
    unread_mention_count: 0,
    me: { last_read_id: 11, draft: null },
  });
  expect(marks(next)).toEqual([11, 0]);
  const answered = applyToChats(next, message(12), CONTEXT);
  expect(first(answered)).toMatchObject({ unread_count: 1, me: { last_read_id: 11 } });
  expect(marks(answered)).toEqual([11, 12]);
});

test('what is forwarded into a chat moves no read mark', () => {
  const forwarded_from = { message_id: 4, author_id: 2, chat_id: 3 };
  const before = sampleChat({ unread_count: 4, unread_mention_count: 1, me: { last_read_id: 5 } });
  const own = applyToChats(list(before), message(11, { author_id: ME, forwarded_from }), CONTEXT);
  expect(first(own)).toMatchObject({
    unread_count: 4,
    unread_mention_count: 1,
    last_message: { id: 11 },
    me: { last_read_id: 5 },
  });
  expect(marks(own)).toEqual([0, 0]);
  const other = applyToChats(own, message(12, { forwarded_from }), CONTEXT);
  expect(first(other)).toMatchObject({ unread_count: 5, last_message: { id: 12 } });
  expect(marks(other)).toEqual([0, 0]);
});

test('what was scheduled moves no read mark and leaves the draft', () => {
  const draft = { text: '…', reply_to_id: null };
  const before = sampleChat({ unread_count: 4, me: { last_read_id: 5, draft } });
  const made = applyToChats(list(before), scheduledEvent(11), CONTEXT);
  expect(first(made)).toBe(before);
  const own = applyToChats(made, message(12, { author_id: ME }, true), CONTEXT);
  expect(first(own)).toMatchObject({
    unread_count: 4,
    last_message: { id: 12 },
    me: { last_read_id: 5, draft },
  });
  expect(marks(own)).toEqual([0, 0]);
});

test('an event in the snapshot is not counted again', () => {
  const before = list(sampleChat({ unread_count: 1 }));
  expect(applyToChats(before, message(10), CONTEXT)).toBe(before);
});

test('a message in a chat event is not counted again', () => {
  const ahead = sampleChat({ last_message: sampleMessage({ id: 12 }), unread_count: 2 });
  const next = applyToChats(list(sampleChat()), chatEvent(11, ahead, 12), CONTEXT);
  expect(next.staleIds).toEqual([]);
  const after = applyToChats(next, message(12), CONTEXT);
  expect(first(after).unread_count).toBe(2);
  expect(first(applyToChats(after, message(13), CONTEXT)).unread_count).toBe(3);
});

test('a response without a position leaves known counts', () => {
  const answered = sampleChat({ unread_count: 7, me: { pinned: true } });
  const sent = { chat: answered, asOf: id(12), countedUpTo: null };
  const next = applyChat(list(sampleChat({ unread_count: 2 })), sent, CONTEXT);
  expect(first(next)).toMatchObject({ unread_count: 2, me: { pinned: true } });
  expect(next.staleIds).toEqual([]);
});

test('a mention is counted', () => {
  const next = applyToChats(
    list(sampleChat()),
    message(11, { mentions: [mentionOf(ME)] }),
    CONTEXT,
  );
  expect(first(next).unread_mention_count).toBe(1);
});

test('a system message is not unread', () => {
  const system = message(11, { type: 'system', author_id: ME });
  const before = sampleChat({ unread_count: 2, me: { draft: { text: '…', reply_to_id: null } } });
  const next = applyToChats(list(before), system, CONTEXT);
  expect(first(next)).toMatchObject({
    unread_count: 2,
    last_message: { id: 11 },
    me: { last_read_id: 0, draft: { text: '…' } },
  });
  expect(next.staleIds).toEqual([]);
});

test('who joins and who leaves is counted', () => {
  const group = sampleChat({ type: 'group', title: 'Seven', members: null, member_count: 2 });
  const joined = applyToChats(list(group), memberEvent(11, sampleMember(3), 3), CONTEXT);
  expect(first(joined)).toMatchObject({ member_count: 3, members: null });
  const left = applyToChats(joined, memberRemoved(12, 3, 2), CONTEXT);
  expect(first(left).member_count).toBe(2);
  expect(left.staleIds).toEqual([]);
  const again = applyToChats(left, read(13, 9, OTHER), CONTEXT);
  expect(again).toBe(left);
});

test('an observer has no unread messages', () => {
  const next = applyToChats(list(sampleChat({ me: { role: null } })), message(11), CONTEXT);
  expect(first(next).unread_count).toBe(0);
});

test('a message of an unknown chat fetches that chat', () => {
  const next = applyToChats(list(), message(11), CONTEXT);
  expect(next.staleIds).toEqual([1]);
  expect(next.isStale).toBe(false);
});

test('a complete search ignores messages of other chats', () => {
  const before = list(sampleChat());
  const search = { ...CONTEXT, q: 'анна' };
  expect(applyToChats(before, message(11, { chat_id: 99 }), search)).toBe(before);
  const next = applyToChats(before, chatEvent(12, sampleChat({ id: 99 })), search);
  expect(next.isStale).toBe(true);
});

test('reading everything leaves nothing unread', () => {
  const last_message = sampleMessage({ id: 9 });
  const before = list(sampleChat({ unread_count: 3, unread_mention_count: 1, last_message }));
  const next = applyToChats(before, read(11, 9, ME, { unread_count: 0 }), CONTEXT);
  expect(first(next)).toMatchObject({ unread_count: 0, unread_mention_count: 0 });
  expect(next.staleIds).toEqual([]);
});

test('an own read mark sets the counts', () => {
  const last_message = sampleMessage({ id: 9 });
  const before = list(sampleChat({ unread_count: 4, last_message }));
  const mark = read(15, 9, ME, { unread_count: 2, unread_mention_count: 1, as_of: 17 });
  let next = applyToChats(before, mark, CONTEXT);
  for (const position of [16, 17]) next = applyToChats(next, message(position), CONTEXT);
  expect(first(next)).toMatchObject({
    unread_count: 2,
    unread_mention_count: 1,
    last_message: { id: 17 },
  });
  expect(first(applyToChats(next, message(18), CONTEXT)).unread_count).toBe(3);
  const older = read(19, 12, ME, { unread_count: 9, as_of: 16 });
  expect(first(applyToChats(next, older, CONTEXT))).toMatchObject({
    unread_count: 2,
    me: { last_read_id: 9 },
  });
});

test('an own mark moves back, and what others see stays', () => {
  const last_message = sampleMessage({ id: 9 });
  const members = [sampleMember(ME, { last_read_id: 9 }), sampleMember(OTHER)];
  const before = list(sampleChat({ members, last_message, me: { last_read_id: 9 } }));
  const unread = applyToChats(before, read(11, 7, ME, { unread_count: 1 }), CONTEXT);
  expect(first(unread)).toMatchObject({ unread_count: 1, me: { last_read_id: 7 } });
  expect(marks(unread)).toEqual([9, 0]);
  const more = applyToChats(unread, message(12), CONTEXT);
  expect(first(more)).toMatchObject({ unread_count: 2, me: { last_read_id: 7 } });
  const sent = applyToChats(more, message(13, { author_id: ME }), CONTEXT);
  expect(first(sent)).toMatchObject({ unread_count: 0, me: { last_read_id: 13 } });
  expect(marks(sent)).toEqual([13, 12]);
});

test('a chat that is marked unread comes into the list of unread ones', () => {
  const unread = { ...CONTEXT, filter: 'unread' } as const;
  const marked = read(11, 7, ME, { unread_count: 1 });
  expect(applyToChats(list(), marked, unread).staleIds).toEqual([1]);
  expect(applyToChats(list(), marked, CONTEXT).staleIds).toEqual([]);
  expect(applyToChats(list(), read(11, 7, OTHER), unread).staleIds).toEqual([]);
});

test('an edit adds and removes mentions', () => {
  const plain = applyToChats(list(sampleChat()), message(11), CONTEXT);
  const mentioned = applyToChats(plain, edit(12, { id: 11, mentions: [mentionOf(ME)] }), CONTEXT);
  expect(first(mentioned).unread_mention_count).toBe(1);
  const again = applyToChats(mentioned, edit(13, { id: 11 }), CONTEXT);
  expect(first(again).unread_mention_count).toBe(0);
  expect(again.staleIds).toEqual([]);
  const later = applyToChats(mentioned, message(14), CONTEXT);
  expect(applyToChats(later, edit(15, { id: 11 }), CONTEXT).staleIds).toEqual([1]);
});

test('a read mark of another member never moves back', () => {
  const once = applyToChats(list(sampleChat()), read(12, 9, OTHER), CONTEXT);
  expect(marks(once)).toEqual([0, 9]);
  const again = applyToChats(once, read(13, 5, OTHER), CONTEXT);
  expect(marks(again)).toEqual([0, 9]);
});

test('a deletion brings the message before and the counts', () => {
  const last_message = sampleMessage({ id: 9, mentions: [mentionOf(ME)] });
  const before = list(sampleChat({ unread_count: 2, unread_mention_count: 1, last_message }));
  const counts = { unread_count: 1, unread_mention_count: 0, as_of: 13 };
  const previous = sampleMessage({ id: 7 });
  let next = applyToChats(before, deletion(11, 9, { last_message: previous, ...counts }), CONTEXT);
  expect(first(next)).toMatchObject({ last_message: { id: 7 }, unread_count: 1 });
  expect(first(next).unread_mention_count).toBe(0);
  for (const position of [12, 13]) next = applyToChats(next, message(position), CONTEXT);
  expect(first(next)).toMatchObject({ last_message: { id: 13 }, unread_count: 1 });
  expect(first(applyToChats(next, message(14), CONTEXT)).unread_count).toBe(2);
  expect(next.staleIds).toEqual([]);
});

test('a deletion whose counts are older than those that are known leaves them', () => {
  const chat = sampleChat({ unread_count: 3, last_message: sampleMessage({ id: 15 }) });
  const before = applyToChats(list(), chatEvent(11, chat, 15), CONTEXT);
  const counts = { unread_count: 1, unread_mention_count: 0, as_of: 13 };
  const last_message = sampleMessage({ id: 9 });
  const next = applyToChats(before, deletion(12, 10, { last_message, ...counts }), CONTEXT);
  expect(first(next)).toMatchObject({ last_message: { id: 15 }, unread_count: 3 });
});

test('a deletion shows an observer what is left', () => {
  const last_message = sampleMessage({ id: 9 });
  const before = list(sampleChat({ last_message, me: { role: null } }));
  const next = applyToChats(before, deletion(11, 9), CONTEXT);
  expect(first(next)).toMatchObject({ last_message: null, unread_count: 0 });
  expect(next.staleIds).toEqual([]);
});

test('a deletion that changes nothing of the chat leaves it as it is', () => {
  const last_message = sampleMessage({ id: 9 });
  const before = list(sampleChat({ last_message, me: { role: null } }));
  const deleted = deletion(11, 4, { last_message: sampleMessage({ id: 9 }) });
  expect(applyToChats(before, deleted, CONTEXT)).toBe(before);
});

test('deleting a message unpins it', () => {
  const pins = [3, 4].map((message_id) => ({
    message_id,
    pinned_by_id: OTHER,
    pinned_at: '2026-01-17T12:00:00.000Z',
  }));
  const last_message = sampleMessage({ id: 9 });
  const before = list(sampleChat({ pins, last_message }));
  const deleted = deletion(11, 4, { last_message });
  expect(first(applyToChats(before, deleted, CONTEXT)).pins).toEqual([pins[0]]);
});

test('the last message follows edits and reactions', () => {
  const before = list(sampleChat({ last_message: sampleMessage({ id: 9 }) }));
  const edited = applyToChats(before, edit(11, { id: 9, text: 'new' }), CONTEXT);
  expect(first(edited).last_message?.text).toBe('new');
  const reacted = applyToChats(edited, reaction(12, 9, { count: 1 }), CONTEXT);
  expect(first(reacted).last_message?.reactions).toEqual([{ emoji: '👍', count: 1, mine: false }]);
});

test('an archived chat moves to the archive', () => {
  const archived = chatEvent(11, sampleChat({ me: { archived: true } }));
  expect(ids(applyToChats(list(sampleChat()), archived, CONTEXT))).toEqual([]);
  const archive = { ...CONTEXT, filter: 'archived' } as const;
  expect(ids(applyToChats(list(), archived, archive))).toEqual([1]);
});

test('a read chat leaves the unread list', () => {
  const unread = { ...CONTEXT, filter: 'unread' } as const;
  const before = list(sampleChat({ unread_count: 1, last_message: sampleMessage({ id: 9 }) }));
  expect(ids(applyToChats(before, read(11, 9, ME, { unread_count: 0 }), unread))).toEqual([]);
});

test('a removed chat leaves the list', () => {
  expect(ids(applyToChats(list(sampleChat()), chatRemoved(11), CONTEXT))).toEqual([]);
});

test('another name of a member is shown in each chat with their members', () => {
  const before = list(
    sampleChat(),
    sampleChat({ id: 5, type: 'group', members: null }),
    sampleChat({ id: 6 }),
  );
  const renamed = { ...sampleMember(OTHER).user, name: 'Anna', avatar_url: '/a.png' };
  const next = applyToChats(before, userEvent(11, renamed), CONTEXT);
  const shown = next.entries.map(({ chat }) => chat.members?.[1]?.user ?? null);
  expect(shown.filter((user) => user !== null)).toEqual([renamed, renamed]);
  expect(shown.filter((user) => user === null)).toHaveLength(1);
  // Older events, and those of others, change nothing.
  const older = userEvent(10, { ...renamed, name: 'Ann' });
  expect(applyToChats(next, older, CONTEXT)).toBe(next);
  expect(applyToChats(next, userEvent(12, sampleMember(77).user), CONTEXT)).toBe(next);
  const search = applyToChats(before, userEvent(11, renamed), { ...CONTEXT, q: 'anna' });
  expect(search.isStale).toBe(true);
});
