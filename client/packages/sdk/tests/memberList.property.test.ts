import fc from 'fast-check';
import { eventually, request, School, type Person, type Replica } from '@vestnik/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createVestnik, type VestnikClient } from '../src/client.ts';
import type { Chat, Member } from '../src/model.ts';
import type { MemberList } from '../src/sync/memberList.ts';
import { membersOf } from '../src/sync/memberLists.ts';

/** What is done in a group; numbers choose a person. */
interface Action {
  readonly kind: 'add' | 'remove' | 'leave' | 'admin' | 'member' | 'owner' | 'send' | 'read';
  readonly person: number;
}

const action: fc.Arbitrary<Action> = fc.record({
  kind: fc.constantFrom(
    'add',
    'add',
    'remove',
    'leave',
    'admin',
    'member',
    'owner',
    'send',
    'read',
  ),
  person: fc.nat({ max: 100 }),
});

let school: School;
/** Serves a realm in which everybody makes groups. */
let replica: Replica;
let people: Person[];

beforeAll(async () => {
  school = await School.start();
  replica = await school.replica({ realms: 'campus' });
  people = await Promise.all(Array.from({ length: 5 }, () => school.person({ role: 'student' })));
});

afterAll(() => school.stop());

function clientOf({ token }: Person): VestnikClient {
  return createVestnik({
    realm: 'campus',
    baseUrl: replica.url,
    auth: { token: () => token },
    backoff: { initialMs: 20, maxMs: 100 },
  });
}

/** A request that may be refused: another action may have removed who makes it. */
async function act<T>(by: Person, operation: string, body?: unknown): Promise<T | null> {
  const [method = '', path = ''] = operation.split(' ');
  const options = { token: by.token, ...(body !== undefined && { body }) };
  return request<T>(method, `${replica.url}/v1/campus${path}`, options).catch(() => null);
}

/** The first person acts for all but those who leave, send and read, and stays. */
async function perform(id: number, owner: Person, { kind, person }: Action): Promise<void> {
  const chosen = people[person % people.length];
  if (chosen === undefined) return;
  const members = `/chats/${id}/members`;
  switch (kind) {
    case 'add':
      await act(owner, `POST ${members}`, { user_ids: [chosen.id] });
      break;
    case 'remove':
      if (chosen !== owner) await act(owner, `DELETE ${members}/${chosen.id}`);
      break;
    case 'leave':
      if (chosen !== owner) await act(chosen, `DELETE ${members}/me`);
      break;
    case 'send':
      await act(chosen, `POST /chats/${id}/messages`, { text: 'a message' });
      break;
    case 'read': {
      const chat = await act<Chat>(chosen, `GET /chats/${id}`);
      if (chat?.last_message) {
        await act(chosen, `POST /chats/${id}/read`, { up_to_id: chat.last_message.id });
      }
      break;
    }
    default:
      await act(owner, `PATCH ${members}/${chosen.id}`, { role: kind });
  }
}

/** Without presence, which no event of the log changes. */
function comparable(members: readonly Member[]): unknown {
  return members.map(({ user, ...member }) => ({ ...member, id: user.id, name: user.name }));
}

async function isUpToDate(list: MemberList, client: VestnikClient, id: number): Promise<void> {
  const { value } = await client.api.members(id, { limit: 100 });
  const expected = comparable(value.items);
  await eventually(
    'the members',
    () => JSON.stringify(comparable(list.state.get().members)) === JSON.stringify(expected),
  ).catch(() => {
    expect(comparable(list.state.get().members)).toEqual(expected);
  });
}

test('members plus events equal a fresh list', async () => {
  const [owner, observed] = people;
  if (owner === undefined || observed === undefined) throw new Error('nobody is there');
  const group = { type: 'group', title: 'Seven', user_ids: [observed.id] };
  const story = fc.array(fc.array(action, { minLength: 1, maxLength: 5 }), {
    minLength: 2,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(story, async (groups) => {
      const chat = await act<Chat>(owner, 'POST /chats', group);
      if (chat === null) throw new Error('no group was made');
      const client = clientOf(owner);
      const chatClient = await client.waitForSignIn();
      const list = membersOf(chatClient, chat.id, '');
      list.ensureLoaded();
      await eventually('the list', () => list.state.get().isLoaded);
      await eventually('a stream', () => chatClient.connection.get() === 'live');
      try {
        for (const actions of groups) {
          await Promise.all(actions.map((one) => perform(chat.id, owner, one)));
          await isUpToDate(list, client, chat.id);
        }
      } finally {
        client.stop();
      }
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 240_000);
