import { expect, test } from 'vitest';

import { byListing } from '../src/inboxList.ts';
import { bounded, KEPT, NOTHING, withMessages, withoutMessage, withRead } from '../src/timeline.ts';
import type { Chat, Message } from '../src/types.ts';

function message(id: number, said: Partial<Message> = {}): Message {
  return {
    id,
    chat_id: 1,
    sender_id: 'guest',
    sender_is_registered: false,
    message_text: `message ${id}`,
    is_read: false,
    created_at: '2026-01-01T00:00:00Z',
    ...said,
  };
}

function chat(id: number, iphone_id: number, at: string | null, unread_count = 0): Chat {
  return {
    id,
    iphone_id,
    seller_id: 1,
    buyer_id: `buyer-${id}`,
    buyer_is_registered: true,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: at ?? '2026-01-01T00:00:00Z',
    unread_count,
    last_message: at === null ? null : 'text',
    last_message_time: at,
  };
}

test('a message that comes twice, or late, is there once and in its place', () => {
  const timeline = [message(5), message(3), message(5), message(4)].reduce(
    (before, one) => withMessages(before, [one]),
    NOTHING,
  );
  expect(timeline.messages.map(({ id }) => id)).toEqual([3, 4, 5]);
});

test('what was read stays read, though an older page says otherwise', () => {
  const read = withRead(withMessages(NOTHING, [message(1), message(2)]), 1, () => true);
  const again = withMessages(read, [message(1), message(2)]);
  expect(again.messages.map(({ is_read }) => is_read)).toEqual([true, false]);
});

test('a read mark counts for whom it is, up to where it is', () => {
  const timeline = withMessages(NOTHING, [message(1), message(2, { sender_id: '7' }), message(3)]);
  const read = withRead(timeline, 2, ({ sender_id }) => sender_id === 'guest');
  expect(read.messages.map(({ is_read }) => is_read)).toEqual([true, false, false]);
  expect(withRead(read, 2, ({ sender_id }) => sender_id === 'guest')).toBe(read);
});

test('a deleted message is gone, also from a page that was asked for before', () => {
  const timeline = withMessages(NOTHING, [message(1), message(2)]);
  const without = withoutMessage(timeline, 2);
  expect(without.messages.map(({ id }) => id)).toEqual([1]);
  const late = withMessages(without, [message(1), message(2), message(3)]);
  expect(late.messages.map(({ id }) => id)).toEqual([1, 3]);
});

test('no chat fills the memory: the oldest are left behind, and asked for again', () => {
  const many = Array.from({ length: KEPT + 5 }, (_, index) => message(index + 1));
  const { messages, hasOlder } = bounded(withMessages({ ...NOTHING, hasOlder: false }, many));
  expect(messages).toHaveLength(KEPT);
  expect(messages[0]?.id).toBe(6);
  expect(hasOlder).toBe(true);
});

test('an inbox is by listing, the latest first, with what is unread of each', () => {
  const listings = byListing([
    chat(1, 10, '2026-01-02T00:00:00Z', 2),
    chat(2, 20, '2026-01-04T00:00:00Z'),
    chat(3, 10, '2026-01-03T00:00:00Z', 1),
    chat(4, 30, null),
  ]);
  expect(
    listings.map(({ iphoneId, chats, unread }) => [iphoneId, chats.map(({ id }) => id), unread]),
  ).toEqual([
    [20, [2], 0],
    [10, [3, 1], 3],
    [30, [4], 0],
  ]);
});
