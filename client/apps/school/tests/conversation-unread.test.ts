import type { Message } from '@vestnik/sdk';
import { describe, expect, it } from 'vitest';

import { countNewer, firstUnreadId } from '../src/features/conversation/unread.ts';

const OWN = 1;
const OTHER = 2;

function message(id: number, senderId: number | null = OTHER, isDeleted = false): Message {
  return {
    id,
    chat_id: 9,
    sender_id: senderId,
    content: '…',
    is_deleted: isDeleted,
    created_at: '2025-01-17T12:00:00Z',
  };
}

describe('the first unread message', () => {
  it('is_the_nth_from_the_end_of_the_other_side', () => {
    const messages = [message(1), message(2), message(3, OWN), message(4)];
    const opening = { ownId: OWN, unreadCount: 2, newestId: 4 };
    expect(firstUnreadId(messages, opening)).toBe(2);
  });

  it('does_not_move_with_what_came_after_the_opening', () => {
    const messages = [message(1), message(2), message(3)];
    expect(firstUnreadId(messages, { ownId: OWN, unreadCount: 1, newestId: 2 })).toBe(2);
  });

  it('may_be_of_somebody_who_was_removed', () => {
    const messages = [message(1), message(2, null)];
    expect(firstUnreadId(messages, { ownId: OWN, unreadCount: 1, newestId: 2 })).toBe(2);
  });

  it('is_unknown_while_it_is_further_up', () => {
    expect(firstUnreadId([message(4)], { ownId: OWN, unreadCount: 2, newestId: 4 })).toBeNull();
  });
});

describe('what is new below', () => {
  it('counts_others_after_the_seen_one', () => {
    const messages = [message(1), message(2), message(3, OWN), message(4), message(5, OTHER, true)];
    expect(countNewer(messages, 1, OWN)).toBe(2);
    expect(countNewer(messages, 5, OWN)).toBe(0);
  });

  it('counts_everybody_for_an_onlooker', () => {
    expect(countNewer([message(1), message(2, OWN)], 0, null)).toBe(2);
  });
});
