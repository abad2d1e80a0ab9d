import { expect, test } from 'vitest';

import { createVestnik, realmPolicy, type ServedPolicy } from '../src/index.ts';

const FEATURES: ServedPolicy['features'] = {
  private_chats: 'with_anyone',
  groups: true,
  group_makers: null,
  edits: true,
  replies: true,
  reactions: true,
  pins: true,
  search: true,
  drafts: true,
  mutes: true,
  polls: false,
  files: 'all',
  blocks: true,
  reports: false,
  desk: false,
  accounts: false,
  reading_needs_reason: false,
  guests: false,
  admins_observe: false,
};

function served(features: Partial<ServedPolicy['features']> = {}): ServedPolicy {
  return {
    realm: 'clinic',
    level: 1,
    name: { ru: 'Клиника', en: 'Clinic' },
    features: { ...FEATURES, ...features },
    max_text: 4_000,
    max_members: 50,
    role_names: { member: { ru: 'Пациент', en: 'Patient' } },
  };
}

test('a realm where people begin chats offers both kinds to every role', () => {
  const { newChats, readsAllChats, maxMessageLength, roleNames } = realmPolicy(served());
  expect(newChats('member')).toEqual(['private', 'group']);
  expect(newChats(null)).toEqual(['private', 'group']);
  expect(readsAllChats('admin')).toBe(false);
  expect(maxMessageLength).toBe(4_000);
  expect(roleNames.member?.ru).toBe('Пациент');
});

test('roles decide groups and visible chats where the policy says so', () => {
  const { newChats, readsAllChats } = realmPolicy(
    served({ private_chats: 'by_key', group_makers: ['teacher', 'admin'], admins_observe: true }),
  );
  expect(newChats('student')).toEqual([]);
  expect(newChats('teacher')).toEqual(['group']);
  expect([readsAllChats('teacher'), readsAllChats('admin')]).toEqual([false, true]);
});

test('a realm without groups has private chats only', () => {
  const { newChats, groups } = realmPolicy(served({ groups: false }));
  expect([newChats('member'), groups]).toEqual([['private'], false]);
});

test('only a realm with accounts signs people in', () => {
  const { accounts } = realmPolicy(served({ accounts: true }));
  expect([accounts, realmPolicy(served()).accounts]).toEqual([true, false]);
});

test('what is switched off is not offered', () => {
  const off = { files: 'images', pins: false, drafts: false } as const;
  expect(realmPolicy(served(off))).toMatchObject(off);
});

function clientOf(answer: () => Response, paths: string[] = []) {
  const fetch = (input: RequestInfo | URL): Promise<Response> => {
    paths.push(new URL((input as Request).url).pathname);
    return Promise.resolve(answer());
  };
  // Without a signed-in user, the policy is read too.
  const auth = { token: () => null, userId: () => null };
  return createVestnik({ realm: 'clinic', baseUrl: 'http://server.test', auth, fetch });
}

test('the policy is read once, without a user', async () => {
  const paths: string[] = [];
  const { policy } = clientOf(() => Response.json(served()), paths);
  expect(policy.state.get().policy.newChats('member')).toEqual([]);
  await Promise.all([policy.load(), policy.load()]);
  await policy.load();
  expect(paths).toEqual(['/v1/clinic/policy']);
  expect(policy.state.get().status).toBe('known');
  expect(policy.state.get().policy.name?.en).toBe('Clinic');
});

test('a realm that is not served is missing, a failure is not', async () => {
  const problem = (status: number, code: string) => () =>
    Response.json(
      { type: 'about:blank', title: code, status, code },
      { status, headers: { 'Content-Type': 'application/problem+json' } },
    );
  const missing = clientOf(problem(404, 'no_such_realm'));
  await missing.policy.load();
  expect(missing.policy.state.get().status).toBe('missing');
  const failing = clientOf(problem(503, 'unavailable'));
  await failing.policy.load();
  expect(failing.policy.state.get().status).toBe('unknown');
});
