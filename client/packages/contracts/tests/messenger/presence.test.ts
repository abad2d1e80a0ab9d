/** Who is there: a fact of the whole deployment, not of one replica. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type SocketClient, type Message, MessengerFixture, type Person } from './fixture.ts';

interface UserStatus {
  readonly user_id: number;
  readonly is_online: boolean;
  readonly last_seen: string | null;
}

let messenger: MessengerFixture;

beforeAll(async () => {
  messenger = await MessengerFixture.open();
});

afterAll(async () => {
  const findings = await messenger.sql('SELECT * FROM audit.verify();');
  await messenger.close();
  expect(findings).toBe('');
});

/** Two who share a conversation. */
async function acquainted(): Promise<[Person, Person, number]> {
  const [one, other] = await Promise.all([messenger.person(), messenger.person()]);
  return [one, other, await messenger.direct(one, other)];
}

async function waitForStatus(
  line: SocketClient,
  who: Person,
  isOnline: boolean,
): Promise<UserStatus> {
  return line.next<UserStatus>(
    'user_status',
    (status) => status.user_id === who.id && status.is_online === isOnline,
  );
}

test('a killed replica’s users go offline within 30 s', async () => {
  const [anna, boris] = await acquainted();
  const watching = await messenger.connect(0, anna);
  const held = await messenger.connect(1, boris, { reconnection: false });
  await waitForStatus(watching, boris, true);
  await messenger.replicas[1]?.kill();
  const killed = Date.now();
  await held.next('(disconnect)');
  const gone = await watching.next<UserStatus>(
    'user_status',
    ({ user_id, is_online }) => user_id === boris.id && !is_online,
    35_000,
  );
  expect(Date.now() - killed).toBeLessThan(30_000);
  expect(gone.last_seen).toMatch(/Z$/);
  await messenger.replicas[1]?.restart();
});

test.concurrent('a user who reconnects within 5 s stays online', async () => {
  const [anna, boris] = await acquainted();
  const watching = await messenger.connect(0, anna);
  const first = await messenger.connect(0, boris);
  await waitForStatus(watching, boris, true);
  first.socket.disconnect();
  const second = await messenger.connect(1, boris);
  // Told after more than the grace: had Boris gone, Anna would have heard of it before.
  const left = Date.now();
  const [carol] = await Promise.all([messenger.person()]);
  await messenger.direct(anna, carol);
  const passing = await messenger.connect(1, carol);
  await waitForStatus(watching, carol, true);
  passing.socket.disconnect();
  await waitForStatus(watching, carol, false);
  expect(Date.now() - left).toBeGreaterThan(4_500);
  expect(watching.received('user_status').filter(isOf(boris))).toEqual([]);
  second.socket.disconnect();
  await waitForStatus(watching, boris, false);
});

test.concurrent('a user stays online while any connection is open', async () => {
  const [anna, boris] = await acquainted();
  const watching = await messenger.connect(0, anna);
  const here = await messenger.connect(0, boris);
  const there = await messenger.connect(1, boris, { transports: ['polling'] });
  await waitForStatus(watching, boris, true);
  here.socket.disconnect();
  const [carol] = await Promise.all([messenger.person()]);
  await messenger.direct(anna, carol);
  const passing = await messenger.connect(0, carol);
  await waitForStatus(watching, carol, true);
  passing.socket.disconnect();
  await waitForStatus(watching, carol, false);
  expect(watching.received('user_status').filter(isOf(boris))).toEqual([]);
  there.socket.disconnect();
  await waitForStatus(watching, boris, false);
});

test.concurrent('users of a new conversation learn of each other’s presence', async () => {
  const [anna, boris] = await Promise.all([messenger.person(), messenger.person()]);
  const [here, there] = await Promise.all([
    messenger.connect(0, anna),
    messenger.connect(1, boris),
  ]);
  expect([here.received('user_status'), there.received('user_status')]).toEqual([[], []]);
  await messenger.direct(anna, boris);
  await Promise.all([waitForStatus(here, boris, true), waitForStatus(there, anna, true)]);
  there.socket.disconnect();
  await waitForStatus(here, boris, false);
});

test('a client that reconnects after kill -9 misses nothing', async () => {
  const [anna, boris, chat] = await acquainted();
  const sender = await messenger.connect(0, anna);
  const reader = messenger.connectRaw(1, (authenticate) => {
    authenticate({ token: boris.token, last_event_id: reader.lastEventId });
  });
  await reader.connected();
  await sender.sendMessage(chat, '0');
  const receive = async (): Promise<string> => {
    const { message } = await reader.next<{ message: Message }>('new_message');
    return message.content;
  };
  expect(await receive()).toBe('0');
  await messenger.replicas[1]?.kill();
  for (let n = 1; n <= 50; n += 1) await sender.sendMessage(chat, String(n));
  // The replica that comes back has nothing in memory: it reads the log.
  await messenger.replicas[1]?.restart();
  await reader.connected();
  for (let n = 1; n <= 50; n += 1) expect(await receive()).toBe(String(n));
  const live = await sender.sendMessage(chat, 'живое');
  expect(await receive()).toBe(live.content);
  expect(reader.received('new_message')).toEqual([]);
});

function isOf(person: Person): (status: unknown) => boolean {
  return (status) => (status as UserStatus).user_id === person.id;
}
