import 'fake-indexeddb/auto';

import fc from 'fast-check';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { eventually } from '@vestnik/testing';

import { ApiError, NetworkError } from '../src/http/errors.ts';
import { Outbox, type OutboxOptions } from '../src/outbox/outbox.ts';
import { memoryStore } from '../src/outbox/memoryStore.ts';
import {
  openOutboxStore,
  type OutboxEntry as Stored,
  type OutboxStore,
} from '../src/outbox/outboxStore.ts';

interface Draft {
  readonly chatId: number;
  readonly content: string;
}

interface Sent {
  readonly content: string;
}

type OutboxEntry = Stored<Draft>;

const USER = 7;

/** A server as far as an outbox sees it: it stores each `client_id` once. */
class Server {
  readonly stored: OutboxEntry[] = [];
  readonly requests: string[] = [];
  /** What happens to requests; `lose` stores the message and breaks off before the answer. */
  mood: 'answer' | 'away' | 'lose' | 'refuse' | 'hang' = 'answer';
  release: () => void = () => undefined;

  readonly send = async (entry: OutboxEntry): Promise<Sent> => {
    this.requests.push(entry.content);
    if (this.mood === 'away') throw new NetworkError('no answer');
    if (this.mood === 'hang') await new Promise<void>((resolve) => (this.release = resolve));
    if (this.mood === 'refuse') throw refusal();
    if (!this.stored.some(({ clientId }) => clientId === entry.clientId)) this.stored.push(entry);
    if (this.mood === 'lose') throw new NetworkError('broken off');
    return { content: entry.content };
  };
}

function refusal(): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
    code: 'not_a_participant',
    detail: 'no',
  });
}

let server: Server;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  server = new Server();
});

function open(
  userId = USER,
  options: Partial<OutboxOptions<Draft, Sent>> = {},
): Outbox<Draft, Sent> {
  return new Outbox({
    userId,
    send: server.send,
    onSent: () => undefined,
    backoff: { initialMs: 5, maxMs: 10 },
    ...options,
  });
}

async function isEmpty(outbox: Outbox<Draft, Sent>): Promise<void> {
  await eventually('an empty outbox', () => outbox.state.get().length === 0);
}

function contents(): string[] {
  return server.stored.map(({ content }) => content);
}

test('a message shows at once and disappears when sent', async () => {
  const outbox = open();
  const added = outbox.add({ chatId: 1, content: 'hello' });
  expect(outbox.state.get()).toMatchObject([{ content: 'hello', state: 'pending' }]);
  await added;
  await isEmpty(outbox);
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
  await isEmpty(after);
  expect(contents()).toEqual(['one', 'two', 'three']);
});

test('a later message never overtakes a retried one', async () => {
  server.mood = 'away';
  const outbox = open();
  await outbox.add({ chatId: 1, content: 'one' });
  await eventually('a first attempt', () => server.requests.length > 0);
  await outbox.add({ chatId: 1, content: 'two' });
  server.mood = 'answer';
  await isEmpty(outbox);
  expect(contents()).toEqual(['one', 'two']);
});

test('a lost answer does not make a second message', async () => {
  server.mood = 'lose';
  const outbox = open();
  await outbox.add({ chatId: 1, content: 'once' });
  await eventually('a repetition', () => server.requests.length > 1);
  server.mood = 'answer';
  await isEmpty(outbox);
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
  await isEmpty(after);
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
  await isEmpty(outbox);
  expect(contents()).toEqual(['another', 'refused']);
});

test('a discarded message is gone for good', async () => {
  server.mood = 'refuse';
  const outbox = open();
  const clientId = await outbox.add({ chatId: 1, content: 'never' });
  await eventually('a failure', () => outbox.state.get()[0]?.state === 'failed');
  await outbox.discard(clientId);
  await isEmpty(outbox);
  outbox.dispose();
  server.mood = 'answer';
  const next = open();
  await next.add({ chatId: 1, content: 'next' });
  await isEmpty(next);
  expect(contents()).toEqual(['next']);
});

test('events shorten a long back-off', async () => {
  server.mood = 'away';
  const backoff = { initialMs: 3_600_000, maxMs: 3_600_000 };
  const outbox = open(USER, { backoff, isLive: () => true });
  await outbox.add({ chatId: 1, content: 'soon' });
  await eventually('a failure', () => server.requests.length === 1);
  server.mood = 'answer';
  await isEmpty(outbox);
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
  await isEmpty(theirs);
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
  await isEmpty(outbox);
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
  await isEmpty(outbox);
  expect(contents()).toEqual(['another chat', 'long', 'after it']);
});

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
  await isEmpty(outbox);
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
  await isEmpty(outbox);
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
  await isEmpty(outbox);
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
  await isEmpty(outbox);
  expect(contents()).toEqual(['stays', 'other', 'long']);
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

const fault = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), chatId: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('close' as const), tab: fc.nat({ max: 1 }) }),
  fc.record({
    kind: fc.constant('mood' as const),
    mood: fc.constantFrom('answer' as const, 'away' as const, 'lose' as const),
  }),
  fc.record({ kind: fc.constant('settle' as const) }),
);

test('every message arrives once and in order despite failures', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { minLength: 5, maxLength: 25 }), async (faults) => {
      globalThis.indexedDB = new IDBFactory();
      server = new Server();
      const newTab = (): Outbox<Draft, Sent> => open(USER, { queueOf: ({ chatId }) => chatId });
      const tabs = [newTab(), newTab()];
      const written: Draft[] = [];
      for (const one of faults) {
        if (one.kind === 'write') {
          const draft = { chatId: one.chatId, content: `${one.chatId}:${written.length}` };
          written.push(draft);
          await tabs[written.length % 2]?.add(draft);
        } else if (one.kind === 'close') {
          tabs[one.tab]?.dispose();
          tabs[one.tab] = newTab();
        } else if (one.kind === 'mood') {
          server.mood = one.mood;
        } else {
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      server.mood = 'answer';
      await eventually('all messages', () => server.stored.length === written.length);
      for (const tab of tabs) await isEmpty(tab);
      for (const chatId of [1, 2, 3]) {
        const inChat = ({ chatId: id }: Draft): boolean => id === chatId;
        expect(server.stored.filter(inChat).map(({ content }) => content)).toEqual(
          written.filter(inChat).map(({ content }) => content),
        );
      }
      for (const tab of tabs) tab.dispose();
    }),
    { numRuns: 25 },
  );
}, 60_000);
