import type { Message } from '@vestnik/sdk';
import { describe, expect, it } from 'vitest';

import { countNewer, firstUnreadId } from '../../src/app/conversation/timeline/unreadMessages.ts';
import { message as sampleMessage } from '../support.ts';

const OWN = 1;
const OTHER = 2;

function message(id: number, authorId: number | null = OTHER, isDeleted = false): Message {
  const deleted_at = isDeleted ? '2026-01-17T12:01:00Z' : null;
  return sampleMessage({ id, author_id: authorId, deleted_at });
}

describe('the first unread message', () => {
  it('is the nth from the end by others', () => {
    const messages = [message(1), message(2), message(3, OWN), message(4)];
    const opening = { ownId: OWN, unreadCount: 2, newestId: 4 };
    expect(firstUnreadId(messages, opening)).toBe(2);
  });

  it('does not move with later messages', () => {
    const messages = [message(1), message(2), message(3)];
    expect(firstUnreadId(messages, { ownId: OWN, unreadCount: 1, newestId: 2 })).toBe(2);
  });

  it('may be of a deleted user', () => {
    const messages = [message(1), message(2, null)];
    expect(firstUnreadId(messages, { ownId: OWN, unreadCount: 1, newestId: 2 })).toBe(2);
  });

  it('is null while the message is not loaded', () => {
    expect(firstUnreadId([message(4)], { ownId: OWN, unreadCount: 2, newestId: 4 })).toBeNull();
  });
});

describe('what is new below', () => {
  it('counts messages of others after the seen one', () => {
    const messages = [message(1), message(2), message(3, OWN), message(4), message(5, OTHER, true)];
    expect(countNewer(messages, 1, OWN)).toBe(2);
    expect(countNewer(messages, 5, OWN)).toBe(0);
  });

  it('counts all messages for an observer', () => {
    expect(countNewer([message(1), message(2, OWN)], 0, null)).toBe(2);
  });
});
