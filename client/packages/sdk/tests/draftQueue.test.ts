import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { NetworkError } from '../src/http/errors.ts';
import { DraftQueue } from '../src/sync/draftQueue.ts';

let saved: string[];
let shown: string[];
let isOffline: boolean;
let drafts: DraftQueue;

beforeEach(() => {
  vi.useFakeTimers();
  saved = [];
  shown = [];
  isOffline = false;
  drafts = new DraftQueue(
    (chatId, { text }) => {
      if (isOffline) return Promise.reject(new NetworkError('offline'));
      saved.push(`${chatId}: ${text}`);
      return Promise.resolve();
    },
    (chatId, { text }) => shown.push(`${chatId}: ${text}`),
  );
});

afterEach(() => {
  drafts.dispose();
  vi.useRealTimers();
});

function type(chatId: number, text: string): void {
  drafts.schedule(chatId, { text, reply_to_id: null });
}

test('saves the latest draft of each chat after a pause', async () => {
  for (const text of ['a', 'ab', 'abc']) {
    type(1, text);
    await vi.advanceTimersByTimeAsync(500);
  }
  type(2, 'other');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(saved).toEqual(['1: abc', '2: other']);
});

test('a sent draft is not saved', async () => {
  type(1, 'sent');
  drafts.cancel(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(saved).toEqual([]);
});

test('a draft sent while being saved is not shown, and removed afterwards', async () => {
  type(1, 'saved');
  await drafts.flushAll();
  type(1, 'sent');
  const saving = drafts.flushAll();
  drafts.cancel(1);
  await saving;
  expect(saved).toEqual(['1: saved', '1: sent', '1: ']);
  expect(shown).toEqual(['1: saved', '1: ']);
});

test('an unsaved draft is saved after reconnecting', async () => {
  isOffline = true;
  type(1, 'offline');
  await vi.advanceTimersByTimeAsync(60_000);
  isOffline = false;
  await drafts.flushAll();
  await vi.advanceTimersByTimeAsync(0);
  expect(saved).toEqual(['1: offline']);
  await drafts.flushAll();
  await vi.advanceTimersByTimeAsync(0);
  expect(saved).toHaveLength(1);
});

test('saves as much of a draft as the server accepts', async () => {
  type(1, '🙂'.repeat(10_001));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(saved).toEqual([`1: ${'🙂'.repeat(10_000)}`]);
});
