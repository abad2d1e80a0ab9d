import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Signals } from '../src/presence/presence.ts';
import { TypingNotifier } from '../src/presence/typingNotifier.ts';

const ME = 1;
let signals: Signals;

beforeEach(() => {
  vi.useFakeTimers();
  signals = new Signals(ME);
});

afterEach(() => {
  vi.useRealTimers();
});

function types(user_id: number, is_typing = true): void {
  signals.handle({ name: 'typing', data: { chat_id: 5, user_id, is_typing } });
}

function typists(): readonly number[] | undefined {
  return signals.typists.state.get().get(5);
}

test('whoever says no more types no more after six seconds', () => {
  types(2);
  vi.advanceTimersByTime(4_000);
  types(2);
  vi.advanceTimersByTime(5_900);
  expect(typists()).toEqual([2]);
  vi.advanceTimersByTime(100);
  expect(typists()).toBeUndefined();
});

test('whoever says that they ceased has ceased', () => {
  types(2);
  types(3);
  types(2, false);
  expect(typists()).toEqual([3]);
});

test('one is not told that one types oneself, on another device', () => {
  types(ME);
  expect(typists()).toBeUndefined();
});

test('a message ends its author’s typing', () => {
  types(2);
  const message = {
    id: 9,
    sender_id: 2,
    content: 'Привет',
    is_deleted: false,
    created_at: '2026-01-17T12:00:00Z',
  };
  signals.hear({ id: '9-00000009', name: 'new_message', data: { chat_id: 5, message } });
  expect(typists()).toBeUndefined();
});

test('when a stream begins, nobody is here until told; when they were is kept', () => {
  const presence = (user_id: number, online: boolean, last_seen: string | null): void => {
    signals.handle({ name: 'presence', data: { user_id, online, last_seen } });
  };
  const seen = '2026-01-17T11:00:00Z';
  presence(2, false, seen);
  presence(2, true, null);
  presence(3, true, null);
  signals.handle({ name: 'anew' });
  presence(3, true, null);
  expect([...signals.presence.get()]).toEqual([
    [2, { isOnline: false, lastSeen: seen }],
    [3, { isOnline: true, lastSeen: null }],
  ]);
});

test('typing is told at most every two and a half seconds, and its end once', () => {
  const told: [at: number, isTyping: boolean][] = [];
  const start = Date.now();
  const notice = new TypingNotifier((isTyping) => told.push([Date.now() - start, isTyping]));
  notice.onStop();
  for (let key = 0; key < 60; key += 1) {
    notice.onInput();
    vi.advanceTimersByTime(100);
  }
  notice.onStop();
  notice.onStop();
  expect(told).toEqual([
    [0, true],
    [2_500, true],
    [5_000, true],
    [6_000, false],
  ]);
});
