import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Drafts } from '../src/browser/drafts.ts';

let stored: Map<string, string>;
let account: string | null;

beforeEach(() => {
  stored = new Map();
  account = 'ann';
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function drafts(): Drafts {
  return new Drafts('test.drafts', () => account);
}

test('a conversation’s draft survives the page until sent', () => {
  const before = drafts();
  before.keep('c1', { text: 'Один', replyTo: 'm1' });
  before.keep('c2', { text: 'Два' });
  const after = drafts();
  expect(after.of('c1')).toEqual({ text: 'Один', replyTo: 'm1' });
  expect(after.of('c2')).toEqual({ text: 'Два' });
  after.keep('c1', { text: ' ' });
  expect(drafts().of('c1')).toBeNull();
  expect(drafts().count).toBe(1);
});

test('signing out, or another account, deletes the drafts', () => {
  drafts().keep('c1', { text: 'Тайное' });
  account = null;
  expect(drafts().of('c1')).toBeNull();
  account = 'bob';
  expect(drafts().of('c1')).toBeNull();
  expect([...stored.values()].join()).not.toContain('Тайное');

  drafts().keep('c1', { text: 'Другое' });
  drafts().forget();
  expect(stored.size).toBe(0);
});

test('the oldest drafts are evicted, long ones are cut', () => {
  const kept = drafts();
  for (let n = 0; n < 40; n += 1) kept.keep(`c${n}`, { text: 'я'.repeat(30_000) });
  expect(kept.count).toBe(30);
  expect(kept.of('c9')).toBeNull();
  expect(kept.of('c39')?.text).toHaveLength(20_000);
});

test('drafts last as long as the page without storage', () => {
  vi.stubGlobal('localStorage', undefined);
  const kept = drafts();
  kept.keep('c1', { text: 'Один' });
  expect(kept.of('c1')).toEqual({ text: 'Один' });
  kept.forget();
  expect(kept.of('c1')).toBeNull();
});

test('foreign storage content is not read as drafts', () => {
  for (const text of ['', 'null', '[]', '{"account":"ann"}', '{broken']) {
    stored.set('test.drafts', text);
    expect(drafts().of('c1')).toBeNull();
  }
});
