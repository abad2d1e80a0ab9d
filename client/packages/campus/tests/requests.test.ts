import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { configureChat } from '../src/model/services/config.ts';
import { getConversations, getCurrentUserId, sendMessage } from '../src/model/services/chatAPI.ts';

let shown: (string | null)[];
let valid: string;
let renewals: number;

function keep(access: string): void {
  stored.set('auth_data', JSON.stringify({ access }));
}

const stored = new Map<string, string>();

beforeEach(() => {
  shown = [];
  valid = 'old';
  renewals = 0;
  stored.clear();
  keep('old');
  vi.stubGlobal('localStorage', { getItem: (key: string) => stored.get(key) ?? null });
  vi.stubGlobal('fetch', (request: Request) => {
    const token = request.headers.get('Authorization');
    shown.push(token);
    const isValid = token === `Bearer ${valid}`;
    return Promise.resolve(
      Response.json(
        isValid ? [] : { status: 401, code: 'unauthenticated', detail: 'expired', title: '' },
        { status: isValid ? 200 : 401, headers: { 'Last-Event-ID': '3-00000003' } },
      ),
    );
  });
  configureChat({
    baseUrl: 'http://campus',
    refreshUser: async () => {
      renewals += 1;
      await Promise.resolve();
      keep(valid);
    },
  });
});

afterEach(() => {
  configureChat({});
  vi.unstubAllGlobals();
});

test('the token of localStorage is shown', async () => {
  await getConversations();
  expect(shown).toEqual(['Bearer old']);
});

test('requests refused for an expired token share one renewal', async () => {
  valid = 'new';
  const answers = await Promise.all([getConversations(), getConversations(), getConversations()]);
  expect(answers).toEqual([[], [], []]);
  expect(renewals).toBe(1);
  expect(shown.slice(3)).toEqual(['Bearer new', 'Bearer new', 'Bearer new']);
});

test('a request is repeated once', async () => {
  configureChat({ baseUrl: 'http://campus', refreshUser: () => Promise.resolve(true) });
  valid = 'never';
  await expect(getConversations()).rejects.toMatchObject({ status: 401 });
  expect(shown).toHaveLength(2);
});

test('a host that cannot renew is asked once', async () => {
  configureChat({ baseUrl: 'http://campus', refreshUser: () => Promise.resolve(false) });
  valid = 'never';
  await expect(getConversations()).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(shown).toHaveLength(1);
});

test('a repeated request has its body and the new token', async () => {
  valid = 'new';
  await sendMessage({ conversation_id: 'c1', text: 'Привет' });
  expect(shown).toEqual(['Bearer old', 'Bearer new']);
});

test.each([
  ['a number', { sub: 42 }, 42],
  ['a string of digits', { sub: '42' }, 42],
  ['another claim', { user_id: 42 }, 42],
  ['a name: what the host says', { sub: 'uuid-of-somebody' }, 7],
])('the user id follows the token’s subject, %s', (_what, claims, id) => {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const data = { access: `e30.${payload}.c2ln`, user: { id: 7 } };
  stored.set('auth_data', JSON.stringify(data));
  expect(getCurrentUserId()).toBe(id);
});
