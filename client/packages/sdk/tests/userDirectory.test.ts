import { expect, test } from 'vitest';

import { ApiError } from '../src/http/errors.ts';
import type { Problem, User } from '../src/model.ts';
import { UserDirectory } from '../src/sync/userDirectory.ts';
import { sampleChat } from './samples.ts';

const GONE: Problem = {
  type: 'about:blank',
  title: 'Not Found',
  status: 404,
  code: 'user_not_found',
  detail: '',
};

function user(id: number, name: string, role: User['role'] = 'member'): User {
  return { id, name, role, avatar_url: null, online: false, last_seen: null };
}

function directory(): {
  users: UserDirectory;
  asked: (readonly number[])[];
  nameOf: (id: number) => unknown;
} {
  const asked: (readonly number[])[] = [];
  const users = new UserDirectory((ids) => {
    asked.push(ids);
    return Promise.reject(new ApiError(GONE));
  });
  return { users, asked, nameOf: (id) => users.users.get().get(id)?.name };
}

test('an author whom an answer names is not looked up', async () => {
  const { users, asked, nameOf } = directory();
  users.onNamed([user(7, 'Who left')]);
  await users.ensure(7);
  expect(asked).toEqual([]);
  expect(nameOf(7)).toBe('Who left');
});

test('an erased author loses the name with the next answer', () => {
  const { users, nameOf } = directory();
  users.onNamed([user(7, 'Anna')]);
  users.onNamed([user(7, '', null)]);
  expect(nameOf(7)).toBe('');
  expect(users.users.get().get(7)?.role).toBeNull();
});

test('a copy names people until an answer does', async () => {
  const { users, asked, nameOf } = directory();
  users.onCopy([user(7, 'Former name'), user(8, 'Other')]);
  expect(nameOf(7)).toBe('Former name');
  users.onNamed([user(7, 'New name')]);
  await Promise.all([users.ensure(7), users.ensure(8)]);
  expect(asked).toEqual([[8]]);
  expect(nameOf(7)).toBe('New name');
  // Who may not be looked up keeps the name of the copy.
  expect(nameOf(8)).toBe('Other');
});

test('those who are looked up at one moment are asked for together', async () => {
  const asked: (readonly number[])[] = [];
  const users = new UserDirectory((ids) => {
    asked.push(ids);
    return Promise.resolve(ids.filter((id) => id !== 9).map((id) => user(id, `User ${id}`)));
  });
  const ids = Array.from({ length: 150 }, (_, at) => at + 1);
  await Promise.all([...ids, 7, 9].map((id) => users.ensure(id)));
  expect(asked).toEqual([ids.slice(0, 100), ids.slice(100)]);
  expect(users.users.get().get(150)?.name).toBe('User 150');
  // Whom the server does not show.
  expect(users.users.get().get(9)?.name).toBe('');
  await users.ensure(9);
  expect(asked).toHaveLength(2);
});

test('people who were named last are copied', () => {
  const { users } = directory();
  users.onChats([sampleChat()]);
  users.onNamed([user(70, 'A'), user(80, 'B')]);
  users.onNamed([user(70, 'A')]);
  expect(users.named().map(({ id }) => id)).toEqual([80, 70]);
});
