import 'fake-indexeddb/auto';

import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Message } from '../src/model.ts';
import { openCopyDatabase, removeOldCopies } from '../src/sync/copyDatabase.ts';
import { EventBuffer } from '../src/sync/eventBuffer.ts';
import { LocalCopies } from '../src/sync/localCopies.ts';
import { Store } from '../src/sync/store.ts';
import {
  chatEvent,
  id,
  message,
  sampleChat,
  sampleMember,
  sampleMessage,
  userEvent,
} from './samples.ts';

const USER = 1;

let buffer: EventBuffer;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  buffer = new EventBuffer();
});

afterEach(() => {
  vi.useRealTimers();
});

function openCopies(): LocalCopies {
  return new LocalCopies({ name: 'copies', userId: USER, buffer, isLeader: () => true });
}

function receive(position: number): void {
  buffer.handle(message(position));
}

function history(...ids: readonly number[]): { messages: Message[]; hasOlder: boolean } {
  return { messages: ids.map((one) => sampleMessage({ id: one })), hasOlder: false };
}

async function storedIds(copies: LocalCopies): Promise<number[] | undefined> {
  const stored = await copies.read('history:1', 'history');
  return stored?.value.messages.map((message) => message.id);
}

test('a store filled before it is followed is copied', async () => {
  const copies = openCopies();
  const store = new Store<string[]>([]);
  store.set(['filled']);
  copies.follow('chat:1', store, () => ({ value: [], asOf: '1-0' }));
  await copies.flush();
  expect(await copies.read('chat:1', 'list')).toMatchObject({ value: [], asOf: '1-0' });
  copies.close();
});

test('a copy includes events after its component’s end', async () => {
  const copies = openCopies();
  buffer.handle({ id: id(10), name: 'ready' });
  const store = new Store(0);
  const stop = copies.follow('history:1', store, () => ({ value: history(9, 11), asOf: id(9) }));
  receive(11);
  stop();
  receive(12);
  await copies.flush();
  expect(await storedIds(copies)).toEqual([9, 11, 12]);
  expect(await copies.read('history:1', 'history')).toMatchObject({
    asOf: id(12),
    isContinuous: true,
  });
  copies.close();
});

test('a component’s end does not stop its successor’s copy', async () => {
  const copies = openCopies();
  buffer.handle({ id: id(10), name: 'ready' });
  const before = copies.follow('history:1', new Store(0), () => ({
    value: history(8),
    asOf: id(8),
  }));
  const shown = new Store(0);
  copies.follow('history:1', shown, () => ({ value: history(8, 9), asOf: id(9) }));
  before();
  await copies.flush();
  expect(await storedIds(copies)).toEqual([8, 9]);
  shown.set(1);
  await copies.flush();
  expect(await storedIds(copies)).toEqual([8, 9]);
  copies.close();
});

test('copies of another log are deleted', async () => {
  const copies = openCopies();
  buffer.handle({ id: id(10), name: 'ready' });
  copies.follow('history:1', new Store(0), () =>
    buffer.epoch === 0 ? { value: history(9), asOf: id(9) } : null,
  )();
  await copies.flush();
  expect(await storedIds(copies)).toEqual([9]);
  buffer.handle({ id: id(3), name: 'reset' });
  // This cannot be stored.
  copies.write('users', {
    toJSON: () => {
      throw new TypeError('not JSON');
    },
  });
  await copies.flush();
  expect(await storedIds(copies)).toEqual([9]);
  copies.write('users', []);
  await copies.flush();
  expect(await storedIds(copies)).toBeUndefined();
  copies.close();
});

test('the list of chats is never evicted', async () => {
  const database = await openCopyDatabase('copies', USER);
  if (database === null) throw new Error('there is IndexedDB');
  const names = ['chats', 'users', ...Array.from({ length: 100 }, (_, at) => `history:${at}`)];
  const transaction = database.transaction(['copies', 'progress'], 'readwrite');
  for (const [usedAt, name] of names.entries()) {
    const copy = { userId: USER, name, json: '[]', asOf: id(1), usedAt };
    await transaction.objectStore('copies').put(copy);
  }
  await removeOldCopies(transaction, USER);
  await transaction.done;
  const kept = (await database.getAll('copies')).map(({ name }) => name);
  expect(kept).toHaveLength(80);
  expect(kept).toEqual(expect.arrayContaining(['chats', 'users', 'history:99']));
  database.close();
});

test('an archived chat enters the archive’s copy', async () => {
  const copies = openCopies();
  buffer.handle({ id: id(10), name: 'ready' });
  copies.follow('chats:archived', new Store(0), () => ({ value: [], asOf: id(10) }))();
  await copies.flush();
  receive(11);
  const chat = sampleChat({ me: { archived: true } });
  buffer.handle(chatEvent(12, chat));
  await copies.flush();
  const stored = await copies.read('chats:archived', 'list');
  expect(stored?.value.map((entry) => entry.chat.id)).toEqual([chat.id]);
  copies.close();
});

test('another name of a member enters every copy of a chat', async () => {
  const copies = openCopies();
  buffer.handle({ id: id(10), name: 'ready' });
  const [chat, member] = [sampleChat(), sampleMember(2)];
  const value = [{ chat, countedUpTo: 0 }];
  for (const name of ['chats', 'chat:1']) {
    copies.follow(name, new Store(0), () => ({ value, asOf: id(10) }))();
  }
  await copies.flush();
  buffer.handle(userEvent(11, { ...member.user, name: 'Anna' }));
  await copies.flush();
  for (const name of ['chats', 'chat:1']) {
    const stored = await copies.read(name, 'list');
    expect(stored?.value[0]?.chat.members?.[1]?.user.name).toBe('Anna');
    expect(stored).toMatchObject({ asOf: id(11), isContinuous: true });
  }
  copies.close();
});

/** Aborts the transactions that begin from now on, as when the page is left or its data deleted. */
function abortTransactionsOf(database: IDBDatabase): void {
  const transaction = database.transaction.bind(database);
  database.transaction = (...parameters) => {
    const aborted = transaction(...parameters);
    queueMicrotask(() => {
      aborted.abort();
    });
    return aborted;
  };
}

test('a read that the browser aborts leaves nothing uncaught', async () => {
  const databases: IDBDatabase[] = [];
  const open = indexedDB.open.bind(indexedDB);
  indexedDB.open = (...parameters) => {
    const request = open(...parameters);
    request.addEventListener('success', () => databases.push(request.result));
    return request;
  };
  const copies = openCopies();
  buffer.handle({ id: id(10), name: 'ready' });
  copies.follow('history:1', new Store(0), () => ({ value: history(9), asOf: id(9) }));
  await copies.flush();
  expect(await copies.resumeAfter()).toBe(id(10));
  databases.forEach(abortTransactionsOf);
  expect(await copies.resumeAfter()).toBeNull();
  expect(await storedIds(copies)).toBeUndefined();
  copies.close();
});

test('a closed database has no copies', async () => {
  const copies = openCopies();
  buffer.handle({ id: id(10), name: 'ready' });
  copies.follow('history:1', new Store(0), () => ({ value: history(9), asOf: id(9) }));
  await copies.flush();
  expect(await copies.resumeAfter()).toBe(id(10));
  // Closes the connections to it.
  await new Promise((resolve) => {
    indexedDB.deleteDatabase('copies').addEventListener('success', resolve);
  });
  expect(await copies.resumeAfter()).toBeNull();
  expect(await storedIds(copies)).toBeUndefined();
  copies.close();
});

/** From now on a database opens when the result is called. */
function holdOpening(): () => void {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const open = indexedDB.open.bind(indexedDB);
  indexedDB.open = (...parameters) => {
    const request = open(...parameters);
    const dispatch = request.dispatchEvent.bind(request);
    request.dispatchEvent = (event) => {
      void released.then(() => dispatch(event));
      return true;
    };
    return request;
  };
  return release;
}

test('a start does not wait long for a database, and uses it all the same', async () => {
  const before = openCopies();
  buffer.handle({ id: id(10), name: 'ready' });
  before.follow('history:1', new Store(0), () => ({ value: history(9), asOf: id(9) }))();
  await before.flush();
  expect(await storedIds(before)).toEqual([9]);
  before.close();

  const release = holdOpening();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const copies = openCopies();
  const shown = storedIds(copies);
  const resumed = copies.resumeAfter();
  await vi.runAllTimersAsync();
  expect(await resumed).toBeNull();
  vi.useRealTimers();
  copies.follow('history:2', new Store(0), () => ({ value: history(8), asOf: id(8) }));
  const written = copies.flush();
  release();
  expect(await shown).toEqual([9]);
  await written;
  expect(await copies.read('history:2', 'history')).not.toBeNull();
  copies.close();
});
