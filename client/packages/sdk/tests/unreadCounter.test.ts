import { eventually } from '@vestnik/testing';
import { expect, test } from 'vitest';

import { NativeApi } from '../src/http/nativeApi.ts';
import { createNativeHttp } from '../src/http/nativeHttp.ts';
import type { Chat } from '../src/model.ts';
import { ChatList } from '../src/sync/chatList.ts';
import { EventBuffer } from '../src/sync/eventBuffer.ts';
import { UnreadCounter } from '../src/sync/unreadCounter.ts';
import { id, sampleChat } from './samples.ts';

const PAGE = 100;

/** Answers with pages of the chats, the newest first. */
function serve(chats: readonly Chat[]): { readonly api: NativeApi; readonly requests: string[] } {
  const requests: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    const { searchParams } = new URL(input instanceof Request ? input.url : String(input));
    const filter = searchParams.get('filter');
    const from = Number(searchParams.get('cursor') ?? 0);
    requests.push(`${filter ?? ''} ${from}`);
    const found = chats.filter((chat) => filter !== 'unread' || chat.unread_count > 0);
    const next_cursor = from + PAGE < found.length ? String(from + PAGE) : null;
    const body = { chats: found.slice(from, from + PAGE), next_cursor };
    return Promise.resolve(Response.json(body, { headers: { 'Last-Event-ID': id(1) } }));
  };
  const options = { baseUrl: 'http://chat.test', auth: null, fetch };
  return { api: new NativeApi(createNativeHttp(options), 'campus'), requests };
}

function watchCounter(api: NativeApi): {
  readonly counter: UnreadCounter;
  readonly stop: () => void;
} {
  const list = (filter: 'all' | 'unread'): ChatList =>
    new ChatList({ buffer: new EventBuffer(), api, userId: 1, filter });
  const counter = new UnreadCounter(list('all'), () => list('unread'));
  return { counter, stop: counter.subscribe(() => undefined) };
}

/** So many chats, of which the last ones are unread. */
function chats(count: number, unread: number): Chat[] {
  return Array.from({ length: count }, (_, at) =>
    sampleChat({ id: 10_000 - at, unread_count: at >= count - unread ? 2 : 0 }),
  );
}

test('counts unread messages of chats that are not loaded', async () => {
  const { api } = serve(chats(400, 150));
  const { counter, stop } = watchCounter(api);
  await eventually('all unread chats', () => counter.get().chats === 150);
  expect(counter.get()).toEqual({ messages: 300, mentions: 0, chats: 150 });
  stop();
});

test('requests nothing more while all chats are loaded', async () => {
  const { api, requests } = serve(chats(50, 3));
  const { counter, stop } = watchCounter(api);
  await eventually('the unread chats', () => counter.get().messages === 6);
  expect(requests).toEqual(['all 0']);
  stop();
});
