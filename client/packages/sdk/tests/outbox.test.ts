import { eventually } from '@vestnik/testing';
import { expect, test } from 'vitest';

import { ApiError, InternalError, NetworkError, StorageError } from '../src/http/errors.ts';
import { messageDraft, queueOfMessage, queuesOfChat } from '../src/outbox/messageDraft.ts';
import { contents, open, server, untilEmpty, USER } from './outboxFixture.ts';

test('a message shows at once and disappears when sent', async () => {
  const outbox = open();
  const added = outbox.add({ chatId: 1, content: 'hello' });
  expect(outbox.state.get()).toMatchObject([{ content: 'hello', state: 'pending' }]);
  await added;
  await untilEmpty(outbox);
  expect(contents()).toEqual(['hello']);
});

test('offline messages are sent in order after a reload', async () => {
  server.mood = 'away';
  const before = open();
  for (const content of ['one', 'two', 'three']) await before.add({ chatId: 1, content });
  before.dispose();
  server.mood = 'answer';
  const after = open();
  await eventually('three messages', () => server.stored.length === 3);
  await untilEmpty(after);
  expect(contents()).toEqual(['one', 'two', 'three']);
});

test('a later message never overtakes a retried one', async () => {
  server.mood = 'away';
  const outbox = open();
  await outbox.add({ chatId: 1, content: 'one' });
  await eventually('a first attempt', () => server.requests.length > 0);
  await outbox.add({ chatId: 1, content: 'two' });
  server.mood = 'answer';
  await untilEmpty(outbox);
  expect(contents()).toEqual(['one', 'two']);
});

test('a lost answer does not make a second message', async () => {
  server.mood = 'lose';
  const outbox = open();
  await outbox.add({ chatId: 1, content: 'once' });
  await eventually('a repetition', () => server.requests.length > 1);
  server.mood = 'answer';
  await untilEmpty(outbox);
  expect(contents()).toEqual(['once']);
});

test('a page closed during a request repeats the same message', async () => {
  server.mood = 'hang';
  const before = open();
  await before.add({ chatId: 1, content: 'once' });
  await eventually('a request', () => server.requests.length === 1);
  before.dispose();
  server.release();
  server.mood = 'answer';
  const after = open();
  await untilEmpty(after);
  expect(contents()).toEqual(['once']);
});

test('a refused message waits without blocking others', async () => {
  server.mood = 'refuse';
  const outbox = open();
  const clientId = await outbox.add({ chatId: 1, content: 'refused' });
  await eventually('a failure', () => outbox.state.get()[0]?.state === 'failed');
  server.mood = 'answer';
  await outbox.add({ chatId: 1, content: 'another' });
  // The server has the message before the outbox has the answer.
  const isAnswered = (): boolean => contents().length === 1 && outbox.state.get().length === 1;
  await eventually('the answer to the other one', isAnswered);
  expect(contents()).toEqual(['another']);
  expect(outbox.state.get()).toMatchObject([
    { content: 'refused', state: 'failed', error: { code: 'not_a_participant' } },
  ]);
  await outbox.retry(clientId);
  await untilEmpty(outbox);
  expect(contents()).toEqual(['another', 'refused']);
});

test('a discarded message is gone for good', async () => {
  server.mood = 'refuse';
  const outbox = open();
  const clientId = await outbox.add({ chatId: 1, content: 'never' });
  await eventually('a failure', () => outbox.state.get()[0]?.state === 'failed');
  await outbox.discard(clientId);
  await untilEmpty(outbox);
  outbox.dispose();
  server.mood = 'answer';
  const next = open();
  await next.add({ chatId: 1, content: 'next' });
  await untilEmpty(next);
  expect(contents()).toEqual(['next']);
});

test('events shorten a long back-off', async () => {
  server.mood = 'away';
  const backoff = { initialMs: 3_600_000, maxMs: 3_600_000 };
  const outbox = open(USER, { backoff, isLive: () => true });
  await outbox.add({ chatId: 1, content: 'soon' });
  await eventually('a failure', () => server.requests.length === 1);
  server.mood = 'answer';
  await untilEmpty(outbox);
  expect(contents()).toEqual(['soon']);
});

test('never sends the entries of another user', async () => {
  server.mood = 'away';
  const mine = open();
  await mine.add({ chatId: 1, content: 'mine' });
  mine.dispose();
  server.mood = 'answer';
  const theirs = open(USER + 1);
  await theirs.add({ chatId: 1, content: 'theirs' });
  await untilEmpty(theirs);
  expect(contents()).toEqual(['theirs']);
});

test('discarding a message aborts its request', async () => {
  const attempts: { readonly content: string; readonly isAborted: () => boolean }[] = [];
  const outbox = open(USER, {
    send: async (entry, { save, signal }) => {
      attempts.push({ content: entry.content, isAborted: () => signal.aborted });
      if (entry.content === 'begun') {
        await save({ content: 'saved' });
        throw new NetworkError('broken off');
      }
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new NetworkError('cancelled'));
        });
      });
    },
  });
  const clientId = await outbox.add({ chatId: 1, content: 'begun' });
  await eventually('a second attempt', () => attempts.length === 2);
  expect(attempts.map(({ content }) => content)).toEqual(['begun', 'saved']);
  await outbox.discard(clientId);
  expect(attempts[1]?.isAborted()).toBe(true);
  await untilEmpty(outbox);
});

test('a slow message delays its own chat only', async () => {
  let release = (): void => undefined;
  const outbox = open(USER, {
    queueOf: ({ chatId }) => chatId,
    send: async (entry) => {
      if (entry.content === 'long') await new Promise<void>((resolve) => (release = resolve));
      return server.send(entry);
    },
  });
  await outbox.add({ chatId: 1, content: 'long' });
  await outbox.add({ chatId: 1, content: 'after it' });
  await outbox.add({ chatId: 2, content: 'another chat' });
  await eventually('the message of the other chat', () => contents().length === 1);
  expect(contents()).toEqual(['another chat']);
  release();
  await untilEmpty(outbox);
  expect(contents()).toEqual(['another chat', 'long', 'after it']);
});

test('texts pass what waits for an upload, in order', async () => {
  const releases: (() => void)[] = [];
  const photo = { blob: new Blob(['…']), name: 'photo.jpg' };
  const outbox = open(USER, {
    queueOf: ({ chatId, content }) =>
      queueOfMessage(
        messageDraft(chatId, content.startsWith('photo') ? { files: [photo] } : { text: content }),
      ),
    send: async (entry) => {
      if (entry.content.startsWith('photo')) {
        await new Promise<void>((resolve) => releases.push(resolve));
      }
      return server.send(entry);
    },
  });
  for (const content of ['photo one', 'one', 'photo two', 'two', 'three']) {
    await outbox.add({ chatId: 1, content });
  }
  const shown = (): string[] => outbox.state.get().map(({ content }) => content);
  await eventually('the texts', () => shown().join() === 'photo one,photo two');
  expect(contents()).toEqual(['one', 'two', 'three']);
  expect(releases).toHaveLength(1);
  releases[0]?.();
  await eventually('the second photo', () => releases.length === 2);
  releases[1]?.();
  await untilEmpty(outbox);
  expect(contents()).toEqual(['one', 'two', 'three', 'photo one', 'photo two']);
  expect(new Set(queuesOfChat(1)).size).toBe(2);
});

test.each([
  ['storage', new StorageError('the file cannot be read')],
  ['internal', new InternalError('a defect')],
  ['internal', new RangeError('not of this package')],
])('what no connection mends fails at once: %s', async (kind, thrown) => {
  let isBroken = true;
  const send = async (entry: Parameters<typeof server.send>[0]) => {
    if (isBroken) throw thrown;
    return server.send(entry);
  };
  const first = open(USER, { send });
  const clientId = await first.add({ chatId: 1, content: 'kept' });
  await eventually('a failure', () => first.state.get()[0]?.state === 'failed');
  first.dispose();
  // It stays what it was after a reload.
  const outbox = open(USER, { send });
  await eventually('the message', () => outbox.state.get().length === 1);
  expect(outbox.state.get()).toMatchObject([{ state: 'failed', error: { kind } }]);
  isBroken = false;
  await outbox.retry(clientId);
  await untilEmpty(outbox);
  expect(contents()).toEqual(['kept']);
});

test('each chat has its own delay', async () => {
  const limited = new ApiError(
    { type: 'about:blank', title: '', status: 429, code: 'rate_limited', detail: '' },
    3_600_000,
  );
  const outbox = open(USER, {
    queueOf: ({ chatId }) => chatId,
    send: async (entry) => {
      if (entry.chatId === 1) throw limited;
      return server.send(entry);
    },
  });
  const delayed = await outbox.add({ chatId: 1, content: 'delayed' });
  await eventually('a delay', () => outbox.delays.get().has(1));
  await outbox.add({ chatId: 2, content: 'sent' });
  await eventually('the other one', () => outbox.state.get().length === 1);
  expect([...outbox.delays.get()]).toEqual([[1, limited]]);
  await outbox.discard(delayed);
  await eventually('no delay', () => outbox.delays.get().size === 0);
});
