/** Guests of the market against a real server. */
import { createHmac } from 'node:crypto';

import { Database, eventually, Replica } from '@vestnik/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import { createVestnik, type VestnikClient } from '../src/client.ts';
import { authorization } from '../src/http/request.ts';
import { sseTransport } from '../src/realtime/sseTransport.ts';
import { guest, type GuestIdentity, type GuestStorage } from '../src/realms/market/index.ts';

const DAY_S = 24 * 60 * 60;

let database: Database;
let replica: Replica;
const clients: VestnikClient[] = [];
const ignore = (): void => undefined;

beforeAll(async () => {
  database = await Database.start({ demo: false });
  replica = await Replica.start(database.env, { realms: 'market' });
});

afterAll(async () => {
  await replica.stop();
  await database.stop();
});

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.stop();
  vi.unstubAllGlobals();
});

function memory(identity: GuestIdentity | null = null): GuestStorage {
  let kept = identity;
  return {
    read: () => kept,
    write: (next) => {
      kept = next;
    },
  };
}

/** The token that the server would have issued to this guest so long ago. */
async function oldToken(id: string, ageS: number, lifetimeS = 180 * DAY_S): Promise<string> {
  const key = await database.sql(
    "SELECT encode(key, 'hex') FROM server_keys WHERE name = 'guest-tokens';",
  );
  const iat = Math.floor(Date.now() / 1000) - ageS;
  const claims = { aud: 'vestnik-guests', sub: `guest:${id}`, iat, exp: iat + lifetimeS };
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  const signature = createHmac('sha256', Buffer.from(key.trim(), 'hex')).update(signed);
  return `${signed}.${signature.digest('base64url')}`;
}

function connect(storage: GuestStorage): VestnikClient {
  const baseUrl = replica.url;
  const auth = guest({ baseUrl, storage });
  const client = createVestnik({ realm: 'market', baseUrl, auth });
  clients.push(client);
  return client;
}

test('a guest stays the same user between visits', async () => {
  const storage = memory();
  const baseUrl = replica.url;
  const first = guest({ baseUrl, storage });
  expect(first.identity).toBeNull();
  const tabs = await Promise.all([first.begin(), guest({ baseUrl, storage }).begin()]);
  expect(tabs[0]).toEqual(tabs[1]);
  const { user } = await connect(storage).waitForSignIn();
  const again = await connect(storage).waitForSignIn();
  expect(user.role).toBe('guest');
  expect(again.user.id).toBe(user.id);
});

test('a response’s token replaces the old one', async () => {
  const storage = memory();
  const { id } = await guest({ baseUrl: replica.url, storage }).begin();
  const old = await oldToken(id, 2 * DAY_S);
  storage.write({ id, token: old });
  await connect(storage).waitForSignIn();
  await eventually('the new token', () => storage.read()?.token !== old);
  expect(storage.read()?.id).toBe(id);
});

test('the stream renews the token too', async () => {
  const storage = memory();
  const auth = guest({ baseUrl: replica.url, storage });
  const { id } = await auth.begin();
  const old = await oldToken(id, 2 * DAY_S);
  storage.write({ id, token: old });
  const close = sseTransport({
    url: `${replica.url}/v1/market/events`,
    headers: () => authorization(auth),
    onResponse: (response) => {
      auth.onResponse(response);
    },
  })(null, { onFrame: ignore, onEphemeral: ignore, onDisconnect: ignore });
  await eventually('the new token', () => storage.read()?.token !== old);
  close();
});

test('an expired token ends the guest’s identity', async () => {
  const storage = memory();
  const auth = guest({ baseUrl: replica.url, storage });
  const { id } = await auth.begin();
  storage.write({ id, token: await oldToken(id, 200 * DAY_S) });
  const client = connect(storage);
  client.start();
  await eventually('the refusal', () => client.session.state.get().status === 'signed-out');
  expect(storage.read()).toBeNull();
  expect((await auth.begin()).id).not.toBe(id);
});

test('no token is stored if the browser sends the cookie', async () => {
  const storage = memory();
  // A browser's jar of cookies.
  let cookie = '';
  const withCookies: typeof fetch = async (input, init = {}) => {
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('Cookie', cookie);
    const response = await fetch(input, { ...init, headers });
    cookie = response.headers.getSetCookie().at(-1)?.split(';')[0] ?? cookie;
    return response;
  };
  const auth = guest({ baseUrl: replica.url, storage, fetch: withCookies });
  const { id } = await auth.begin();
  expect(storage.read()).toEqual({ id, token: null });
  expect(auth.token()).toBeNull();
});

test('an unreachable server rejects and stores nothing', async () => {
  const storage = memory();
  const auth = guest({ baseUrl: 'http://127.0.0.1:9', storage });
  await expect(auth.begin()).rejects.toMatchObject({ kind: 'network' });
  expect(storage.read()).toBeNull();
});

test('data stored for another account is not used', async () => {
  const baseUrl = replica.url;
  const auth = guest({ baseUrl, storage: memory() });
  await auth.begin();
  const client = createVestnik({ realm: 'market', baseUrl, auth, account: 'one' });
  clients.push(client);
  await client.waitForSignIn();
  client.stop();
  const unreachable = { realm: 'market', baseUrl: 'http://127.0.0.1:9', auth };
  const same = createVestnik({ ...unreachable, account: 'one' });
  const other = createVestnik({ ...unreachable, account: 'two' });
  clients.push(same, other);
  for (const one of [same, other]) one.start();
  expect(same.session.state.get().status).toBe('signed-in');
  expect(other.session.state.get().status).toBe('loading');
});
