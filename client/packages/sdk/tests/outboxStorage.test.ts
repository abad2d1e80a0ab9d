import { eventually } from '@vestnik/testing';
import { expect, test, vi } from 'vitest';

import { memoryStore } from '../src/outbox/memoryStore.ts';
import type { OutboxStore } from '../src/outbox/outboxEntry.ts';
import { openOutboxStore } from '../src/outbox/outboxStore.ts';
import { contents, open, server, untilEmpty, USER, type Draft } from './outboxFixture.ts';

/** A store of which some operations fail. */
function faultyStore(faults: Partial<OutboxStore<Draft>>): {
  readonly openStore: () => Promise<OutboxStore<Draft>>;
  readonly works: OutboxStore<Draft>;
} {
  const works = memoryStore<Draft>();
  return { openStore: () => Promise.resolve({ ...works, ...faults }), works };
}

test('a message that cannot be stored is shown as failed', async () => {
  let isFull = true;
  const { openStore, works } = faultyStore({
    add: async (entry) => {
      if (isFull) throw new DOMException('full', 'QuotaExceededError');
      return works.add(entry);
    },
  });
  const outbox = open(USER, { openStore });
  const clientId = await outbox.add({ chatId: 1, content: 'kept' });
  const discarded = await outbox.add({ chatId: 1, content: 'discarded' });
  await outbox.discard(discarded);
  expect(outbox.state.get()).toMatchObject([
    { content: 'kept', state: 'failed', error: { kind: 'storage' } },
  ]);
  isFull = false;
  await outbox.retry(clientId);
  await untilEmpty(outbox);
  expect(contents()).toEqual(['kept']);
});

test('a message stays shown while it is being stored', async () => {
  let store = (): void => undefined;
  const { openStore, works } = faultyStore({
    add: async (entry) => {
      await new Promise<void>((resolve) => (store = resolve));
      return works.add(entry);
    },
  });
  const outbox = open(USER, { openStore });
  const added = outbox.add({ chatId: 1, content: 'slow' });
  // Reads what is stored, and shows it.
  await outbox.discard('another');
  expect(outbox.state.get()).toMatchObject([{ content: 'slow', state: 'pending' }]);
  store();
  await added;
  await untilEmpty(outbox);
  expect(contents()).toEqual(['slow']);
});

test('a message discarded while being stored is not sent', async () => {
  let store = (): void => undefined;
  const { openStore, works } = faultyStore({
    add: async (entry) => {
      await new Promise<void>((resolve) => (store = resolve));
      return works.add(entry);
    },
  });
  const outbox = open(USER, { openStore });
  const added = outbox.add({ chatId: 1, content: 'slow' });
  const [shown] = outbox.state.get();
  await outbox.discard(shown?.clientId ?? '');
  store();
  await added;
  await untilEmpty(outbox);
  expect(await works.all(USER)).toEqual([]);
  expect(contents()).toEqual([]);
});

test('a failing store keeps the lock for other chats', async () => {
  let release = (): void => undefined;
  let failures = 0;
  let running = 0;
  const { openStore, works } = faultyStore({
    remove: async (number) => {
      const [first] = await works.all(USER);
      if (first?.content === 'stays' && first.number === number && failures === 0) {
        failures += 1;
        throw new DOMException('closed', 'InvalidStateError');
      }
      await works.remove(number);
    },
  });
  const outbox = open(USER, {
    openStore,
    queueOf: ({ chatId }) => chatId,
    send: async (entry) => {
      if (entry.content !== 'long') return server.send(entry);
      running += 1;
      await new Promise<void>((resolve) => (release = resolve));
      return server.send(entry);
    },
  });
  await outbox.add({ chatId: 1, content: 'stays' });
  await outbox.add({ chatId: 2, content: 'long' });
  await eventually('a failure', () => failures === 1 && running === 1);
  outbox.flushNow();
  await outbox.add({ chatId: 3, content: 'other' });
  await eventually('the other chat', () => contents().includes('other'));
  expect(running).toBe(1);
  release();
  await untilEmpty(outbox);
  expect(contents()).toEqual(['stays', 'other', 'long']);
});

test('what the browser refuses to store is sent all the same', async () => {
  // WebKit without a profile stores no files.
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its object
  const add = IDBObjectStore.prototype.add;
  vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (
    this: IDBObjectStore,
    value: Draft,
  ) {
    if (value.content.startsWith('photo')) throw new DOMException('no blobs', 'DataCloneError');
    return add.call(this, value);
  });
  server.mood = 'away';
  const outbox = open();
  for (const content of ['one', 'photo', 'two']) await outbox.add({ chatId: 1, content });
  expect(outbox.state.get().map(({ content, state }) => `${content}: ${state}`)).toEqual([
    'one: pending',
    'photo: pending',
    'two: pending',
  ]);
  server.mood = 'answer';
  outbox.flushNow();
  await untilEmpty(outbox);
  expect(contents()).toEqual(['one', 'photo', 'two']);
});

test('old messages of other users are deleted', async () => {
  const store = await openOutboxStore<Draft>('vestnik');
  const entry = { clientId: 'c', refusal: null, chatId: 1, content: 'old' };
  const now = new Date().toISOString();
  await store.add({ ...entry, userId: USER + 1, createdAt: '2020-01-01T00:00:00Z' });
  await store.add({ ...entry, userId: USER + 2, createdAt: now });
  server.mood = 'away';
  const outbox = open();
  await eventually('a deletion', async () => (await store.all(USER + 1)).length === 0);
  expect(await store.all(USER + 2)).toHaveLength(1);
  outbox.dispose();
});
