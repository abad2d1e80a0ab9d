import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { PresenceTracker } from '../src/presence/presence.ts';
import { TypingNotifier } from '../src/presence/typingNotifier.ts';
import { message, sampleChat, sampleMember } from './samples.ts';

const ME = 1;
let tracker: PresenceTracker;

beforeEach(() => {
  vi.useFakeTimers();
  tracker = new PresenceTracker(ME);
});

afterEach(() => {
  vi.useRealTimers();
});

function receiveTyping(user_id: number, isTyping = true): void {
  tracker.onEphemeral({ name: 'typing', data: { chat_id: 5, user_id, typing: isTyping } });
}

function typing(): readonly number[] | undefined {
  return tracker.typing.state.get().get(5);
}

test('typing expires after six seconds without a signal', () => {
  receiveTyping(2);
  vi.advanceTimersByTime(4_000);
  receiveTyping(2);
  vi.advanceTimersByTime(5_900);
  expect(typing()).toEqual([2]);
  vi.advanceTimersByTime(100);
  expect(typing()).toBeUndefined();
});

test('typing ends with a signal', () => {
  receiveTyping(2);
  receiveTyping(3);
  receiveTyping(2, false);
  expect(typing()).toEqual([3]);
});

test('ignores own typing from another device', () => {
  receiveTyping(ME);
  expect(typing()).toBeUndefined();
});

test('a message ends its author’s typing', () => {
  receiveTyping(2);
  tracker.onFrame(message(9, { chat_id: 5 }));
  expect(typing()).toBeUndefined();
});

test('a new stream resets online state but not last seen', () => {
  const presence = (user_id: number, online: boolean, last_seen: string | null): void => {
    tracker.onEphemeral({ name: 'presence', data: { user_id, online, last_seen } });
  };
  const seen = '2026-01-17T11:00:00Z';
  presence(2, false, seen);
  presence(2, true, null);
  presence(3, true, null);
  tracker.onEphemeral({ name: 'presence_reset' });
  presence(3, true, null);
  expect([...tracker.users.get()]).toEqual([
    [2, { isOnline: false, lastSeen: seen }],
    [3, { isOnline: true, lastSeen: null }],
  ]);
});

test('sends typing at most every 2.5 seconds', () => {
  const sent: [at: number, isTyping: boolean][] = [];
  const start = Date.now();
  const notifier = new TypingNotifier((isTyping) => sent.push([Date.now() - start, isTyping]));
  notifier.onStop();
  for (let key = 0; key < 60; key += 1) {
    notifier.onInput();
    vi.advanceTimersByTime(100);
  }
  notifier.onStop();
  notifier.onStop();
  expect(sent).toEqual([
    [0, true],
    [2_500, true],
    [5_000, true],
    [6_000, false],
  ]);
});

test('a fetched chat sets its members’ last seen time', () => {
  const [, anna] = [sampleMember(1), sampleMember(2)];
  const last_seen = '2026-01-17T11:00:00Z';
  const seen = { ...anna, user: { ...anna.user, last_seen } };
  tracker.onChats([sampleChat({ members: [seen] })]);
  expect(tracker.users.get().get(2)).toEqual({ isOnline: false, lastSeen: last_seen });
  tracker.onEphemeral({ name: 'presence', data: { user_id: 2, online: true, last_seen: null } });
  tracker.onChats([sampleChat({ members: [seen] })]);
  expect(tracker.users.get().get(2)).toEqual({ isOnline: true, lastSeen: last_seen });
});
