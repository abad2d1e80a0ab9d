import type { Chat, Message } from '@vestnik/sdk';
import { expect, test } from 'vitest';

import { splitLinks } from '../src/app/conversation/links.ts';
import { groupByListing } from '../src/app/inbox/groupByListing.ts';

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

test('an inbox is grouped by listing, the latest first', () => {
  const listings = groupByListing([
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

test('only http addresses become links, without trailing punctuation', () => {
  const hrefs = (text: string): (string | null)[] => splitLinks(text).map(({ href }) => href);
  expect(splitLinks('см. https://a.example/x?y=1, и всё')).toEqual([
    { text: 'см. ', href: null },
    { text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' },
    { text: ', и всё', href: null },
  ]);
  expect(hrefs('javascript:alert(1) data:text/html,x')).toEqual([null]);
  expect(hrefs('(http://b.example)')).toEqual([null, 'http://b.example', null]);
});
