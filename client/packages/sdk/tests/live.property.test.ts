import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { eventually, School, type Person, type Replica } from '@vestnik/testing';

import { connect, type LiveClient } from './liveClient.ts';
import { at, World, type Action } from './world.ts';

const pick = fc.nat({ max: 1_000 });

function on<Kind extends Action['kind']>(kind: Kind): fc.Arbitrary<Kind> {
  return fc.constant(kind);
}

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: on('send'), chat: pick, by: pick, replies: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('delete', 'edit', 'read', 'unread', 'pin' as const),
      chat: pick,
      message: pick,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: on('react'),
      chat: pick,
      message: pick,
      by: pick,
      emoji: fc.constantFrom('👍', '🎉'),
      isSet: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: on('forward'), chat: pick, message: pick, by: pick }),
  },
  { weight: 1, arbitrary: fc.record({ kind: on('begin') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: on('settings'),
      chat: pick,
      pinned: fc.boolean(),
      archived: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('break', 'reload' as const), client: pick }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: on('pause'),
      client: pick,
      what: fc.constantFrom('answers', 'stream' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('open', 'older' as const),
      client: pick,
      chat: pick,
    }),
  },
);

/** Actions of one group happen at the same time. */
const story = fc.array(fc.array(action, { minLength: 1, maxLength: 6 }), {
  minLength: 4,
  maxLength: 10,
});

let school: School;
let replicas: Replica[];

beforeAll(async () => {
  school = await School.start();
  replicas = await Promise.all([school.replica(), school.replica()]);
});

afterAll(() => school.stop());

async function newWorld(...observers: (readonly Person[])[]): Promise<World> {
  const world = new World(
    school,
    replicas.map(({ url }) => url),
    await school.person({ role: 'teacher' }),
  );
  await world.begin();
  await world.begin();
  for (const person of observers.flat()) await world.connect(person);
  return world;
}

/** Milliseconds: a right answer comes much sooner, a wrong one stays. */
const TIMEOUT_MS = 5_000;

/** Everything that a client shows equals what the server answers now. */
async function isUpToDate(client: LiveClient): Promise<void> {
  const reference = await client.fetchReference();
  await eventually(
    'a client to be up to date',
    () => JSON.stringify(client.displayed()) === JSON.stringify(reference),
    TIMEOUT_MS,
  ).catch(() => {
    // The difference is easier to read than the fact.
    expect(client.displayed()).toEqual(reference);
  });
}

test('a snapshot plus its events equals a fresh snapshot', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (groups) => {
      const world = await newWorld([school.admin]);
      await world.connect(world.teacher);
      await world.connect(at(world.chats, 0).student);
      try {
        for (const group of groups) {
          await Promise.all(group.map((action) => world.act(action)));
          const connected = world.clients.filter(({ connection }) => !connection.isPaused);
          for (const client of connected) await isUpToDate(client);
        }
        for (const client of world.clients) {
          client.connection.resume();
          await isUpToDate(client);
        }
      } finally {
        for (const client of world.clients) client.stop();
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 300_000);

test('plain messages never refetch the list', async () => {
  const world = await newWorld();
  await world.connect(world.teacher);
  const client = at(world.clients, 0);
  const before = client.connection.lists;
  for (let n = 0; n < 30; n += 1) {
    await world.act({ kind: 'send', chat: n, by: n % 3, replies: false });
  }
  await eventually('the last message', () => {
    const newest = Math.max(...world.chats.flatMap(({ messages }) => messages.map(({ id }) => id)));
    return client.lastMessageId() === newest;
  });
  expect(client.connection.lists).toBe(before);
  await isUpToDate(client);
  client.stop();
});

test('concurrent requests of a list share one read', async () => {
  const world = await newWorld();
  const { client, connection } = connect(school.url, world.teacher);
  const { chats, connection: stream } = await client.waitForSignIn();
  for (let component = 0; component < 5; component += 1) chats.ensureLoaded();
  await eventually('a list', () => chats.state.get().isLoaded);
  await eventually('a stream', () => stream.get() === 'live');
  expect(connection.lists).toBe(1);
  client.stop();
});
