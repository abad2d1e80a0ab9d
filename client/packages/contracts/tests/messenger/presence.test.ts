/** Who is there: a fact of the whole deployment, not of one replica. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Line, type Message, Office, type Person } from './office.ts';

interface UserStatus {
  readonly user_id: number;
  readonly is_online: boolean;
  readonly last_seen: string | null;
}

let office: Office;

beforeAll(async () => {
  office = await Office.open();
});

afterAll(async () => {
  const findings = await office.sql('SELECT * FROM audit.verify();');
  await office.close();
  expect(findings).toBe('');
});

/** Two who share a conversation. */
async function acquainted(): Promise<[Person, Person, number]> {
  const [one, other] = await Promise.all([office.person(), office.person()]);
  return [one, other, await office.direct(one, other)];
}

async function told(line: Line, who: Person, isOnline: boolean): Promise<UserStatus> {
  return line.next<UserStatus>(
    'user_status',
    (status) => status.user_id === who.id && status.is_online === isOnline,
  );
}

test('a replica that is killed takes its users offline within 30 s, told on the others', async () => {
  const [anna, boris] = await acquainted();
  const watching = await office.connect(0, anna);
  const held = await office.connect(1, boris, { reconnection: false });
  await told(watching, boris, true);
  await office.replicas[1]?.kill();
  const killed = Date.now();
  await held.next('(disconnect)');
  const gone = await watching.next<UserStatus>(
    'user_status',
    ({ user_id, is_online }) => user_id === boris.id && !is_online,
    35_000,
  );
  expect(Date.now() - killed).toBeLessThan(30_000);
  expect(gone.last_seen).toMatch(/Z$/);
  await office.replicas[1]?.restart();
});

test.concurrent('a user who reconnects within 5 s to any replica stays online', async () => {
  const [anna, boris] = await acquainted();
  const watching = await office.connect(0, anna);
  const first = await office.connect(0, boris);
  await told(watching, boris, true);
  first.socket.disconnect();
  const second = await office.connect(1, boris);
  // Told after more than the grace: had Boris gone, Anna would have heard of it before.
  const left = Date.now();
  const [carol] = await Promise.all([office.person()]);
  await office.direct(anna, carol);
  const passing = await office.connect(1, carol);
  await told(watching, carol, true);
  passing.socket.disconnect();
  await told(watching, carol, false);
  expect(Date.now() - left).toBeGreaterThan(4_500);
  expect(watching.heard('user_status').filter(isOf(boris))).toEqual([]);
  second.socket.disconnect();
  await told(watching, boris, false);
});

test.concurrent('a user is there while any of their connections is, on any replica', async () => {
  const [anna, boris] = await acquainted();
  const watching = await office.connect(0, anna);
  const here = await office.connect(0, boris);
  const there = await office.connect(1, boris, { transports: ['polling'] });
  await told(watching, boris, true);
  here.socket.disconnect();
  const [carol] = await Promise.all([office.person()]);
  await office.direct(anna, carol);
  const passing = await office.connect(0, carol);
  await told(watching, carol, true);
  passing.socket.disconnect();
  await told(watching, carol, false);
  expect(watching.heard('user_status').filter(isOf(boris))).toEqual([]);
  there.socket.disconnect();
  await told(watching, boris, false);
});

test.concurrent(
  'who come to share a conversation while they are there learn of each other',
  async () => {
    const [anna, boris] = await Promise.all([office.person(), office.person()]);
    const [here, there] = await Promise.all([office.connect(0, anna), office.connect(1, boris)]);
    expect([here.heard('user_status'), there.heard('user_status')]).toEqual([[], []]);
    await office.direct(anna, boris);
    await Promise.all([told(here, boris, true), told(there, anna, true)]);
    there.socket.disconnect();
    await told(here, boris, false);
  },
);

test('a client that comes back by itself after a kill -9 misses nothing', async () => {
  const [anna, boris, chat] = await acquainted();
  const sender = await office.connect(0, anna);
  let lastEventId: string | undefined;
  const reader = office.dial(1, (tell) => {
    tell({ token: boris.token, last_event_id: lastEventId });
  });
  await reader.connected();
  await sender.say(chat, '0');
  const hear = async (): Promise<string> => {
    const { event_id, message } = await reader.next<{ event_id: string; message: Message }>(
      'new_message',
    );
    lastEventId = event_id;
    return message.content;
  };
  expect(await hear()).toBe('0');
  await office.replicas[1]?.kill();
  for (let n = 1; n <= 50; n += 1) await sender.say(chat, String(n));
  // The replica that comes back has nothing in memory: it reads the log.
  await office.replicas[1]?.restart();
  await reader.connected();
  for (let n = 1; n <= 50; n += 1) expect(await hear()).toBe(String(n));
  const live = await sender.say(chat, 'живое');
  expect(await hear()).toBe(live.content);
  expect(reader.heard('new_message')).toEqual([]);
});

function isOf(person: Person): (status: unknown) => boolean {
  return (status) => (status as UserStatus).user_id === person.id;
}
