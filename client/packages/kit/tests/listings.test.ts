import { expect, test } from 'vitest';

import { groupByListing } from '../src/chats/listings.ts';
import { chat } from './support.ts';

const about = (id: number, listing: number, unread_count = 0) =>
  chat({ id, type: 'listing', listing: { id: listing, title: null, seller_id: 1 }, unread_count });

test('chats are grouped by listing in the order of the list', () => {
  const listings = groupByListing([about(2, 20), about(3, 10, 1), about(1, 10, 2)]);
  expect(listings.map(({ id, chats, unread }) => [id, chats.map((one) => one.id), unread])).toEqual(
    [
      [20, [2], 0],
      [10, [3, 1], 3],
    ],
  );
});
