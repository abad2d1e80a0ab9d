import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { eventually, School, type Person, type Replica } from '@vestnik/testing';

import { connect, Observer } from './liveClient.ts';

/** What happens in the school; numbers pick from what there is by then. */
type Deed =
  | { readonly kind: 'send'; readonly chat: number; readonly byTeacher: boolean }
  | { readonly kind: 'delete' | 'read'; readonly message: number; readonly chat: number }
  | { readonly kind: 'begin' }
  | { readonly kind: 'break' | 'reload'; readonly observer: number }
  | { readonly kind: 'hold'; readonly observer: number; readonly what: 'answers' | 'stream' }
  | { readonly kind: 'look'; readonly observer: number; readonly chat: number }
  | { readonly kind: 'older'; readonly observer: number; readonly chat: number };

const pick = fc.nat({ max: 1_000 });
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('send'), chat: pick, byTeacher: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('delete'), chat: pick, message: pick }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read'), chat: pick, message: pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('begin') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('break'), observer: pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reload'), observer: pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('hold'),
      observer: pick,
      what: fc.constantFrom('answers', 'stream'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('look'), observer: pick, chat: pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('older'), observer: pick, chat: pick }) },
);

/** Deeds of one group happen at the same time. */
const story = fc.array(fc.array(deed, { minLength: 1, maxLength: 6 }), {
  minLength: 4,
  maxLength: 10,
});

interface Chat {
  readonly id: number;
  readonly student: Person;
  readonly messages: { readonly id: number; readonly author: Person }[];
}

let school: School;
let replicas: Replica[];

beforeAll(async () => {
  school = await School.start();
  replicas = await Promise.all([school.replica(), school.replica()]);
});

afterAll(() => school.stop());

/** One teacher, chats that begin one after the other, and everybody's clients. */
class World {
  readonly chats: Chat[] = [];
  readonly observers: Observer[] = [];
  readonly teacher: Person;

  constructor(teacher: Person) {
    this.teacher = teacher;
  }

  async begin(): Promise<void> {
    const student = await school.person({ role: 'student' });
    const id = await school.chat(this.teacher, student);
    this.chats.push({ id, student, messages: [] });
    await this.send(this.chats.length - 1, true);
  }

  async observe(person: Person): Promise<void> {
    const replica = replicas[this.observers.length % replicas.length];
    this.observers.push(await Observer.start(replica?.url ?? school.url, person));
  }

  async act(deed: Deed): Promise<void> {
    switch (deed.kind) {
      case 'begin':
        return this.begin();
      case 'send':
        return this.send(deed.chat, deed.byTeacher);
      case 'delete': {
        const chosen = this.message(deed.chat, deed.message);
        if (chosen === undefined) return;
        const { token } = chosen.author;
        await school.call('DELETE', `/api/messages/${chosen.id}`, { token });
        return;
      }
      case 'read': {
        const chat = at(this.chats, deed.chat);
        const up_to_id = this.message(deed.chat, deed.message)?.id;
        const { token } = this.teacher;
        const body = { up_to_id };
        await school.call('POST', `/api/chats/${chat.id}/read`, { token, body });
        return;
      }
      case 'break':
        at(this.observers, deed.observer).line.break();
        return;
      case 'hold':
        at(this.observers, deed.observer).line.toggle(deed.what);
        return;
      case 'reload':
        at(this.observers, deed.observer).reload();
        return;
      case 'look':
        at(this.observers, deed.observer).look(at(this.chats, deed.chat).id);
        return;
      case 'older':
        at(this.observers, deed.observer).fetchOlder(at(this.chats, deed.chat).id);
        return;
    }
  }

  private async send(index: number, byTeacher: boolean): Promise<void> {
    const chat = at(this.chats, index);
    const author = byTeacher ? this.teacher : chat.student;
    const { id } = await school.send(chat.id, author, `message of ${author.name}`);
    chat.messages.push({ id, author });
  }

  private message(chat: number, index: number): Chat['messages'][number] | undefined {
    const { messages } = at(this.chats, chat);
    return messages[index % messages.length];
  }
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}

/** Milliseconds: a right answer comes much sooner, a wrong one stays. */
const PATIENCE = 5_000;

/** Everything each observer shows equals what the server answers when it is asked anew. */
async function isUpToDate(observer: Observer): Promise<void> {
  const fresh = await observer.fresh();
  await eventually(
    'an observer to be up to date',
    () => JSON.stringify(observer.shown()) === JSON.stringify(fresh),
    PATIENCE,
  ).catch(() => {
    // The difference is easier to read than the fact.
    expect(observer.shown()).toEqual(fresh);
  });
}

test('a snapshot and the events since it equal a fresh snapshot', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (groups) => {
      const world = new World(await school.person({ role: 'teacher' }));
      await world.begin();
      await world.begin();
      const first = at(world.chats, 0).student;
      for (const person of [world.teacher, first, school.admin]) await world.observe(person);
      try {
        for (const group of groups) {
          await Promise.all(group.map((deed) => world.act(deed)));
          const seeing = world.observers.filter(({ line }) => !line.isHeld);
          for (const observer of seeing) await isUpToDate(observer);
        }
        for (const observer of world.observers) {
          observer.line.release();
          await isUpToDate(observer);
        }
      } finally {
        for (const observer of world.observers) observer.stop();
      }
    }),
    { numRuns: 20, endOnFailure: true },
  );
}, 300_000);

test('plain messages never make a client read its list again', async () => {
  const world = new World(await school.person({ role: 'teacher' }));
  await world.begin();
  await world.begin();
  await world.observe(world.teacher);
  const observer = at(world.observers, 0);
  const before = observer.line.lists;
  for (let n = 0; n < 30; n += 1) {
    await world.act({ kind: 'send', chat: n, byTeacher: n % 3 === 0 });
  }
  await eventually('the last message', () => {
    const newest = Math.max(...world.chats.flatMap(({ messages }) => messages.map(({ id }) => id)));
    return observer.lastShownMessage() === newest;
  });
  expect(observer.line.lists).toBe(before);
  await isUpToDate(observer);
  observer.stop();
});

test('a list that many ask for at once is read once', async () => {
  const world = new World(await school.person({ role: 'teacher' }));
  await world.begin();
  const { client, line } = connect(school.url, world.teacher);
  const { chats } = await client.signedIn();
  for (let component = 0; component < 5; component += 1) chats.ensure();
  await eventually('a list', () => chats.state.get().isLoaded);
  await eventually('a stream', () => client.account.get()?.connection.get() === 'live');
  expect(line.lists).toBe(1);
  client.stop();
});
