import 'fake-indexeddb/auto';

import { eventually } from '@vestnik/testing';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createVestnik, type VestnikClient } from '../src/client.ts';
import type { Account } from '../src/model.ts';
import { openOutboxStore } from '../src/outbox/outboxStore.ts';
import { schoolCookies } from '../src/realms/school/cookieAuth.ts';
import { EventBuffer } from '../src/sync/eventBuffer.ts';
import { LocalCopies } from '../src/sync/localCopies.ts';
import { stubLocalStorage, stubStorageEvents } from './pageStorage.ts';

const ANNA = { id: 7, name: 'Анна' } as Account;
const baseUrl = 'http://chat.test';
const COOKIES = 'vestnik:cookies-changed';

let stored: Record<string, string>;
const clients: VestnikClient[] = [];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  stored = stubLocalStorage();
});

afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
  vi.unstubAllGlobals();
});

function offlineFetch() {
  return vi.fn(() => Promise.reject(new TypeError('no network')));
}

/** A client without a connection, and whether it made a request. */
function startOffline(userId: () => number | null, storageName?: string) {
  const fetch = offlineFetch();
  const auth = { token: () => (userId() === null ? null : 'token'), userId };
  const named = storageName === undefined ? {} : { storageName };
  const client = createVestnik({ realm: 'campus', baseUrl, auth, fetch, ...named });
  clients.push(client);
  client.start();
  return { client, fetch };
}

/** A client of a realm whose server accepts every sign-in and sign-out by cookies. */
function withCookies(realm: string, fetch: typeof globalThis.fetch): VestnikClient {
  const client = createVestnik({ realm, baseUrl, auth: schoolCookies({ baseUrl, fetch }), fetch });
  clients.push(client);
  return client;
}

async function answerAnna(input: RequestInfo | URL): Promise<Response> {
  const { pathname } = new URL(input instanceof Request ? input.url : String(input));
  if (pathname.endsWith('/me')) return Promise.resolve(Response.json(ANNA));
  return Promise.resolve(new Response(null, { status: 204 }));
}

/** Whether a realm has stored copies. */
async function hasCopy(realm: string): Promise<boolean> {
  const copies = openCopies(realm);
  const copy = await copies.read('users', 'users');
  copies.close();
  return copy !== null;
}

function openCopies(realm: string): LocalCopies {
  const name = `vestnik-${realm}-copies`;
  return new LocalCopies({
    name,
    userId: ANNA.id,
    buffer: new EventBuffer(),
    isLeader: () => true,
  });
}

async function storeCopy(realm: string): Promise<void> {
  const copies = openCopies(realm);
  copies.write('users', []);
  await copies.flush();
  copies.close();
  expect(await hasCopy(realm)).toBe(true);
}

test('the stored user is signed in with their token', () => {
  stored['vestnik:campus:user'] = JSON.stringify({ user: ANNA });
  const { client } = startOffline(() => 7);
  expect(client.session.state.get()).toMatchObject({ status: 'signed-in', user: { id: 7 } });
});

test('the stored user is not shown with another’s token', async () => {
  stored['vestnik:campus:user'] = JSON.stringify({ user: ANNA });
  const { client } = startOffline(() => 8);
  expect(client.chatClient.get()).toBeNull();
  await vi.waitFor(() => {
    expect(client.session.state.get().status).toBe('unreachable');
  });
  expect(client.chatClient.get()).toBeNull();
});

test('without a token no user is signed in', async () => {
  stored['vestnik:campus:user'] = JSON.stringify({ user: ANNA });
  const { client, fetch } = startOffline(() => null);
  await vi.waitFor(() => {
    expect(client.session.state.get().status).toBe('signed-out');
  });
  expect(fetch).not.toHaveBeenCalled();
  expect(stored['vestnik:campus:user']).toBeUndefined();
});

test('a tab’s user reaches only pages with their token', () => {
  const tellOfChange = stubStorageEvents();
  const { client } = startOffline(() => 8);
  stored['vestnik:campus:user'] = JSON.stringify({ user: ANNA });
  tellOfChange('vestnik:campus:user', '', stored['vestnik:campus:user']);
  expect(client.session.state.get().user).toBeNull();
});

test('a page with its own storage leaves others signed in', async () => {
  stored['vestnik:campus:user'] = JSON.stringify({ user: ANNA });
  await storeCopy('campus');
  const { client } = startOffline(() => null, 'moderator');
  await eventually('a sign-out', () => client.session.state.get().status === 'signed-out');
  expect(stored['vestnik:campus:user']).toBeDefined();
  expect(await hasCopy('campus')).toBe(true);
});

test('a user from before a cookie change is not shown', async () => {
  const client = withCookies('messenger', answerAnna);
  client.start();
  await eventually('a sign-in', () => client.session.state.get().status === 'signed-in');
  client.stop();
  await storeCopy('messenger');
  stored[COOKIES] = 'later';
  const next = withCookies('messenger', offlineFetch());
  next.start();
  expect(next.session.state.get().user).toBeNull();
  await eventually('no copies', async () => !(await hasCopy('messenger')));
  expect(stored['vestnik:messenger:user']).toBeUndefined();
});

test('a replaced user may still renew their cookie', async () => {
  stored['vestnik:messenger:user'] = JSON.stringify({ user: ANNA, cookies: 'before' });
  stored[COOKIES] = 'later';
  let isRenewed = false;
  const client = withCookies('messenger', async (input) => {
    const { pathname } = new URL(input instanceof Request ? input.url : String(input));
    if (pathname.endsWith('/refresh')) isRenewed = true;
    return isRenewed ? answerAnna(input) : Promise.resolve(new Response(null, { status: 401 }));
  });
  client.start();
  await eventually('a sign-in', () => client.session.state.get().status === 'signed-in');
});

test('a sign-out deletes data of realms sharing its cookies', async () => {
  for (const realm of ['school', 'messenger']) {
    const client = withCookies(realm, answerAnna);
    client.start();
    await eventually('a sign-in', () => client.session.state.get().status === 'signed-in');
    client.stop();
  }
  stored['vestnik:campus:user'] = JSON.stringify({ user: ANNA });
  for (const realm of ['messenger', 'campus']) await storeCopy(realm);
  const outbox = await openOutboxStore<{ text: string }>('vestnik-messenger');
  const entry = { userId: ANNA.id, clientId: 'c', createdAt: '', refusal: null, text: 'не ушло' };
  await outbox.add(entry);
  const school = withCookies('school', answerAnna);
  school.start();
  expect(await school.countUnsent()).toBe(1);
  await school.signOut();
  expect(stored['vestnik:messenger:user']).toBeUndefined();
  expect(await hasCopy('messenger')).toBe(false);
  expect(await outbox.all(ANNA.id)).toEqual([]);
  // Its sessions have tokens.
  expect(stored['vestnik:campus:user']).toBeDefined();
  expect(await hasCopy('campus')).toBe(true);
});
