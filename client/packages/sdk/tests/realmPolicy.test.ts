import { expect, test } from 'vitest';

import { realmPolicy } from '../src/index.ts';

test('an unknown realm allows everything', () => {
  const { maxMessageLength, attachments, newChats } = realmPolicy('campus');
  expect([maxMessageLength, attachments]).toEqual([10_000, 'any']);
  expect(newChats('member')).toEqual(['private', 'group']);
});

test('roles of the school decide groups and visible chats', () => {
  const { newChats, readsAllChats } = realmPolicy('school');
  expect(newChats('student')).toEqual([]);
  expect(newChats('teacher')).toEqual(['group']);
  expect([readsAllChats('teacher'), readsAllChats('admin')]).toEqual([false, true]);
  expect(realmPolicy('messenger').readsAllChats('admin')).toBe(false);
});

test('direct has private chats only', () => {
  expect(realmPolicy('direct').newChats('member')).toEqual(['private']);
  expect(realmPolicy('direct').hasGroups).toBe(false);
});

test('the market limits texts and files', () => {
  const { maxMessageLength, attachments, canPinChats, syncsDrafts } = realmPolicy('market');
  expect([maxMessageLength, attachments]).toEqual([2_000, 'images']);
  expect([canPinChats, syncsDrafts]).toEqual([false, false]);
});
