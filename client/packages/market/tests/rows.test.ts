import type { Chat, Message, PendingMessage } from '@vestnik/sdk';
import { expect, test } from 'vitest';

import { splitLinks } from '../src/app/conversation/links.ts';
import { buildRows } from '../src/app/conversation/rows.ts';
import { byListing } from '../src/app/inbox/listings.ts';

function message(id: number, created_at: string, author_id = 1): Message {
  return {
    id,
    uuid: `m${id}`,
    chat_id: 1,
    author_id,
    type: 'text',
    text: `message ${id}`,
    reply_to: null,
    forwarded_from: null,
    attachments: [],
    reactions: [],
    mentions: [],
    created_at,
    edited_at: null,
    deleted_at: null,
    client_id: null,
  };
}

function pending(clientId: string, createdAt: string): PendingMessage {
  return {
    clientId,
    createdAt,
    chatId: 1,
    text: 'later',
    replyTo: null,
    forward: null,
    mentionIds: [],
    files: [],
    state: 'pending',
    error: null,
  };
}

function chat(id: number, listingId: number, at: string, unread_count = 0): Chat {
  return {
    id,
    uuid: `c${id}`,
    type: 'listing',
    title: null,
    avatar_url: null,
    listing: { id: listingId, title: null, seller_id: 1 },
    members: [],
    member_count: 2,
    created_at: '2026-01-01T00:00:00Z',
    last_message: message(id, at),
    unread_count,
    unread_mentions: 0,
    pinned_message_ids: [],
    me: {
      role: 'member',
      last_read_id: 0,
      muted_until: null,
      pinned: false,
      archived: false,
      draft: null,
      can: [],
    },
  };
}

const dayKey = (iso: string): string => iso.slice(0, 10);

test('days, the divider and groups stand where they begin', () => {
  const messages = [
    message(1, '2026-01-01T10:00:00Z'),
    message(2, '2026-01-01T10:01:00Z'),
    message(3, '2026-01-02T10:00:00Z', 2),
  ];
  const later = [pending('a', '2026-01-02T10:02:00Z')];
  const rows = buildRows({ messages, pending: later, hasOlder: false }, 2, 2, dayKey);
  expect(rows.map(({ kind }) => kind)).toEqual([
    'day',
    'message',
    'unread',
    'message',
    'day',
    'message',
    'pending',
  ]);
  const ends = rows.flatMap((row) => ('endsGroup' in row ? [row.endsGroup] : []));
  // The divider ends a group, and an own pending message continues one.
  expect(ends).toEqual([true, true, false, true]);
});

test('the first loaded message shows no day while earlier ones are not loaded', () => {
  const messages = [message(1, '2026-01-01T10:00:00Z')];
  const rows = buildRows({ messages, pending: [], hasOlder: true }, 1, null, dayKey);
  expect(rows.map(({ kind }) => kind)).toEqual(['message']);
});

test('an inbox is grouped by listing, the latest first, with unread counts', () => {
  const listings = byListing([
    chat(1, 10, '2026-01-02T00:00:00Z', 2),
    chat(2, 20, '2026-01-04T00:00:00Z'),
    chat(3, 10, '2026-01-03T00:00:00Z', 1),
  ]);
  expect(listings.map(({ id, chats, unread }) => [id, chats.map((one) => one.id), unread])).toEqual(
    [
      [20, [2], 0],
      [10, [3, 1], 3],
    ],
  );
});

test('only http links are links, without the punctuation behind them', () => {
  const hrefs = (text: string): (string | null)[] => splitLinks(text).map(({ href }) => href);
  expect(splitLinks('см. https://a.example/x?y=1, и всё')).toEqual([
    { text: 'см. ', href: null },
    { text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' },
    { text: ', и всё', href: null },
  ]);
  expect(hrefs('javascript:alert(1) data:text/html,x')).toEqual([null]);
  expect(hrefs('(http://b.example)')).toEqual([null, 'http://b.example', null]);
});
