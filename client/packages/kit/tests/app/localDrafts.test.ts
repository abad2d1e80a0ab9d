import { createVestnik, type Account, type VestnikClient } from '@vestnik/sdk';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { countLocalDrafts, deleteLocalDrafts, draftsOf } from '../../src/app/drafts/localDrafts.ts';

const ANN = 5;
const BOB = 6;

beforeEach(() => {
  const entries = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => entries.set(key, value),
    removeItem: (key: string) => entries.delete(key),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function signedIn(id: number): VestnikClient {
  const client = createVestnik({ realm: 'school', baseUrl: 'http://school.example' });
  const user = { id, name: 'Anna' } as Account;
  client.session.state.set({ status: 'signed-in', user });
  return client;
}

test('a browser keeps thirty drafts, the latest ones', () => {
  const drafts = draftsOf(signedIn(ANN));
  for (let chatId = 1; chatId <= 40; chatId += 1) drafts.keep(String(chatId), { text: 'Начато' });
  expect(countLocalDrafts('school', ANN)).toBe(30);
  expect(drafts.of('10')).toBeNull();
  expect(drafts.of('11')?.text).toBe('Начато');
});

test('the next user neither reads nor keeps drafts', () => {
  draftsOf(signedIn(ANN)).keep('1', { text: 'Тайное' });
  expect(countLocalDrafts('school', 0)).toBe(0);
  expect(countLocalDrafts('school', ANN)).toBe(1);
  expect(draftsOf(signedIn(BOB)).of('1')).toBeNull();
  expect(countLocalDrafts('school', ANN)).toBe(0);
});

test('deleted drafts disappear from what follows them', () => {
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  const drafts = draftsOf(signedIn(ANN));
  drafts.keep('1', { text: 'Начато' });
  const seen: (string | undefined)[] = [];
  const stop = drafts.subscribe(() => seen.push(drafts.of('1')?.text));
  drafts.keep('1', { text: 'Начато дальше' });
  deleteLocalDrafts('school', ANN);
  stop();
  drafts.keep('1', { text: 'Снова' });
  expect(seen).toEqual(['Начато дальше', undefined]);
});
