import 'fake-indexeddb/auto';

import { eventually } from '@vestnik/testing';
import { expect, test } from 'vitest';

import { NativeApi } from '../src/http/nativeApi.ts';
import { createNativeHttp } from '../src/http/nativeHttp.ts';
import { ChatList } from '../src/sync/chatList.ts';
import { EventBuffer } from '../src/sync/eventBuffer.ts';
import { LocalCopies } from '../src/sync/localCopies.ts';
import { prefetchHistories } from '../src/sync/prefetchHistories.ts';
import { id, message, sampleChat, sampleMessage } from './samples.ts';

const USER = 1;

test('recent unopened histories are stored and follow events', async () => {
  const requested: number[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : String(input));
    const chat_id = Number(/chats\/(\d+)\/messages/.exec(pathname)?.[1] ?? 0);
    if (chat_id > 0) requested.push(chat_id);
    const own = Array.from({ length: 30 }, (_, at) => sampleChat({ id: 100 - at }));
    // An admin's list has chats of others: reading one is recorded.
    const chats = [sampleChat({ id: 101, me: { role: null } }), ...own];
    const messages = [sampleMessage({ id: 200, chat_id })];
    const body =
      chat_id > 0
        ? { messages, users: [], has_older: true, has_newer: false }
        : { chats, users: [], next_cursor: null };
    return Promise.resolve(Response.json(body, { headers: { 'Last-Event-ID': id(200) } }));
  };
  const options = { baseUrl: 'http://chat.test', auth: null, fetch };
  const api = new NativeApi(createNativeHttp(options), 'campus');
  const buffer = new EventBuffer();
  const copies = new LocalCopies({ name: 'c', userId: USER, buffer, isLeader: () => true });
  buffer.handle({ id: id(200), name: 'ready' });
  const chats = new ChatList({ buffer, api, userId: USER });
  chats.ensureLoaded();
  await eventually('the chats', () => chats.state.get().isLoaded);
  const { signal } = new AbortController();
  const prefetch = (): Promise<void> =>
    prefetchHistories({ api, buffer, copies, chats, userId: USER, signal });

  await prefetch();
  buffer.handle(message(201, { chat_id: 100 }));
  await copies.flush();
  expect(requested).toEqual(Array.from({ length: 20 }, (_, at) => 100 - at));
  const stored = await copies.read('history:100', 'history');
  expect(stored?.value.messages.map((one) => one.id)).toEqual([200, 201]);
  expect(stored?.isContinuous).toBe(true);

  await prefetch();
  expect(requested).toHaveLength(20);
  copies.close();
});
