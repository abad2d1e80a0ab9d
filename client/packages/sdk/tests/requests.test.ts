import { afterEach, expect, test, vi } from 'vitest';

import { NativeApi } from '../src/http/nativeApi.ts';
import { createNativeHttp } from '../src/http/nativeHttp.ts';
import { PushSubscriptions } from '../src/http/pushSubscriptions.ts';
import { ScheduledMessages } from '../src/http/scheduledMessages.ts';
import { newGuest } from '../src/index.ts';
import { stubLocalStorage } from './pageStorage.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Answers each request with a body; null: 204. Keeps the requests. */
function server(body: unknown) {
  const requests: string[] = [];
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const request = input as Request;
    const { pathname, search } = new URL(request.url);
    const sent = await request.text();
    requests.push([request.method, pathname + search, sent].join(' ').trim());
    return body === null ? new Response(null, { status: 204 }) : Response.json(body);
  };
  const http = createNativeHttp({ baseUrl: 'http://server.test', auth: null, fetch });
  return { requests, fetch, http, api: new NativeApi(http, 'campus') };
}

test('lists that name users keep them', async () => {
  const reaction = { user_id: 7, emoji: '👍', created_at: '2026-11-25T20:15:00.000Z' };
  const users = [{ id: 7 }];
  const reactions = server({ reactions: [reaction], users, next_cursor: 'c' });
  const page = await reactions.api.reactions(5, { limit: 1, cursor: '' });
  expect(page).toEqual({ items: [reaction], users, nextCursor: 'c' });
  expect(reactions.requests).toEqual(['GET /v1/campus/messages/5/reactions?limit=1']);

  const files = server({ files: [], users, next_cursor: null });
  const none = await files.api.files(3, { kind: 'link' });
  expect(none).toEqual({ items: [], users, nextCursor: null });
  expect(files.requests).toEqual(['GET /v1/campus/chats/3/files?kind=link']);
});

test('people are read by their ids, and those who are blocked', async () => {
  const { api, requests } = server({ users: [{ id: 6 }], next_cursor: null });
  expect(await api.usersByIds([6, 7])).toEqual([{ id: 6 }]);
  expect(await api.blocks({})).toEqual({ items: [{ id: 6 }], nextCursor: null });
  expect(requests).toEqual(['GET /v1/campus/users?ids=6%2C7', 'GET /v1/campus/blocks']);
});

test('a browser has one push subscription under an id that it keeps', async () => {
  const entries = stubLocalStorage();
  const { http, requests } = server(null);
  const subscription = { endpoint: 'https://push.test', keys: { p256dh: 'p', auth: 'a' } };
  await new PushSubscriptions(http, 'campus').save(subscription);
  await new PushSubscriptions(http, 'campus').remove();
  await new PushSubscriptions(http, 'campus').remove('other');
  const id = entries['vestnik:device'];
  expect(id).toMatch(/^[\w-]{1,64}$/u);
  const path = '/v1/campus/push/subscriptions';
  expect(requests).toEqual([
    `PUT ${path}/${id} {"type":"web_push","endpoint":"https://push.test","keys":{"p256dh":"p","auth":"a"}}`,
    `DELETE ${path}/${id}`,
    `DELETE ${path}/other`,
  ]);
});

test('a page without storage keeps its device id until it is left', async () => {
  vi.stubGlobal('localStorage', undefined);
  const { http, requests } = server(null);
  await new PushSubscriptions(http, 'campus').remove();
  await new PushSubscriptions(http, 'campus').remove();
  expect(requests[0]).toBe(requests[1]);
});

test('messages are scheduled, listed, changed and cancelled', async () => {
  const made = { id: 9, state: 'waiting' };
  const send_at = '2026-12-01T06:00:00.000Z';
  const one = server(made);
  const scheduled = new ScheduledMessages(one.http, 'campus');
  expect(await scheduled.create(3, { text: 'later', send_at })).toEqual(made);
  expect(await scheduled.change(9, { text: 'much later' })).toEqual(made);
  expect(one.requests).toEqual([
    `POST /v1/campus/chats/3/messages {"text":"later","send_at":"${send_at}"}`,
    'PATCH /v1/campus/scheduled/9 {"text":"much later"}',
  ]);

  const page = server({ scheduled: [made], users: [], next_cursor: 'c' });
  const list = await new ScheduledMessages(page.http, 'campus').list({ limit: 1 });
  expect(list).toEqual({ items: [made], users: [], nextCursor: 'c' });
  expect(page.requests).toEqual(['GET /v1/campus/scheduled?limit=1']);

  const none = server(null);
  await new ScheduledMessages(none.http, 'campus').cancel(9);
  expect(none.requests).toEqual(['DELETE /v1/campus/scheduled/9']);
});

test('a visitor becomes a guest without a log-in', async () => {
  const tokens = { access_token: 't', expires_at: 'e', refresh_token: null };
  const { fetch, requests } = server(tokens);
  const guest = await newGuest({ realm: 'market', baseUrl: 'http://server.test', fetch });
  expect(guest).toEqual(tokens);
  expect(requests).toEqual(['POST /v1/market/guests {"cookie":false}']);
});
