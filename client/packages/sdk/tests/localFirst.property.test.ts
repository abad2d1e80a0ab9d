/** What a start shows from the browser's copies, before any answer of the server. */
import 'fake-indexeddb/auto';

import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { eventually, School, type Replica } from '@vestnik/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { LiveClient } from './liveClient.ts';
import { World, type Action } from './world.ts';

const pick = fc.nat({ max: 1_000 });

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant('send' as const), chat: pick, by: pick, replies: fc.boolean() }),
  fc.record({
    kind: fc.constantFrom('delete' as const, 'edit' as const, 'read' as const, 'pin' as const),
    chat: pick,
    message: pick,
  }),
  fc.record({
    kind: fc.constant('react' as const),
    chat: pick,
    message: pick,
    by: pick,
    emoji: fc.constantFrom('👍', '🎉'),
    isSet: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('settings' as const),
    chat: pick,
    pinned: fc.boolean(),
    archived: fc.constant(false),
  }),
);

const actions = fc.array(action, { minLength: 1, maxLength: 6 });

let school: School;
let replica: Replica;

beforeAll(async () => {
  school = await School.start();
  replica = await school.replica();
});

afterAll(() => school.stop());

async function isEqualToReference(client: LiveClient): Promise<void> {
  const reference = await client.fetchReference();
  await eventually(
    'a client to be up to date',
    () => JSON.stringify(client.displayed()) === JSON.stringify(reference),
  ).catch(() => {
    expect(client.displayed()).toEqual(reference);
  });
}

test('a copy plus its events equals a fresh snapshot', async () => {
  const away = fc.array(actions, { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(actions, actions, away, async (before, unopened, starts) => {
      globalThis.indexedDB = new IDBFactory();
      const world = new World(school, [replica.url], await school.person({ role: 'teacher' }));
      await world.begin();
      await world.begin();
      const chatIds = world.chats.map(({ id }) => id);
      const start = async (open: readonly number[]): Promise<LiveClient> =>
        LiveClient.startFromCopies(replica.url, world.teacher, open);

      const first = await start(chatIds);
      first.connection.resume();
      await eventually('everything', () => first.isLoaded);
      for (const one of before) await world.act(one);
      await isEqualToReference(first);
      await first.chatClient.copies.flush();
      first.stop();

      // Histories that are not opened follow events all the same.
      const second = await start([]);
      second.connection.resume();
      for (const one of unopened) await world.act(one);
      await isEqualToReference(second);
      await second.chatClient.copies.flush();
      second.stop();

      for (const missed of starts) {
        for (const one of missed) await world.act(one);
        const next = await start(chatIds);
        await isEqualToReference(next);
        expect(next.isLoaded).toBe(false);
        next.connection.resume();
        await eventually('answers', () => next.isLoaded);
        await isEqualToReference(next);
        await next.chatClient.copies.flush();
        next.stop();
      }
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 240_000);
