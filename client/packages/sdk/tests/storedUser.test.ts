import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createVestnik } from '../src/client.ts';
import type { Account } from '../src/model.ts';

const stored = new Map<string, string>();

beforeEach(() => {
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  const user = { id: 7, name: 'Анна' } as Account;
  stored.set('vestnik:campus:user', JSON.stringify(user));
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A client without a connection, and whether it made a request. */
function startOffline(userId: () => number | null) {
  const fetch = vi.fn(() => Promise.reject(new TypeError('no network')));
  const auth = { token: () => (userId() === null ? null : 'token'), userId };
  const client = createVestnik({ realm: 'campus', baseUrl: 'http://chat.test', auth, fetch });
  client.start();
  return { client, fetch };
}

test('the stored user is signed in while the token is theirs', () => {
  const { client } = startOffline(() => 7);
  expect(client.session.state.get()).toMatchObject({ status: 'signed-in', user: { id: 7 } });
  client.stop();
});

test('the stored user is not shown with the token of another one', async () => {
  const { client } = startOffline(() => 8);
  expect(client.chatClient.get()).toBeNull();
  await vi.waitFor(() => {
    expect(client.session.state.get().status).toBe('unreachable');
  });
  expect(client.chatClient.get()).toBeNull();
  client.stop();
});

test('without a token nobody is signed in, and the server is not asked', async () => {
  const { client, fetch } = startOffline(() => null);
  await vi.waitFor(() => {
    expect(client.session.state.get().status).toBe('signed-out');
  });
  expect(fetch).not.toHaveBeenCalled();
  expect(stored.has('vestnik:campus:user')).toBe(false);
  client.stop();
});
