/** The messenger behind the nginx that is deployed. */
import { createTempDir, Nginx } from '@vestnik/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { type Attachment, type Message, MessengerFixture, type Person } from './fixture.ts';

const MIB = 1024 * 1024;

let messenger: MessengerFixture;
let nginx: Nginx;
let anna: Person;
let boris: Person;
let chat: number;

beforeAll(async () => {
  messenger = await MessengerFixture.open();
  nginx = await Nginx.start(messenger.replicas, await createTempDir());
  [anna, boris] = await Promise.all([messenger.person(), messenger.person()]);
  chat = await messenger.direct(anna, boris);
});

afterAll(async () => {
  await nginx.stop();
  await messenger.close();
});

describe.each([
  ['websocket', ['websocket']],
  ['polling', ['polling']],
  ['polling, then websocket', ['polling', 'websocket']],
] as const)('over %s', (_, transports) => {
  test('messages pass in both directions', async () => {
    const options = { transports: [...transports] };
    const [here, there] = await Promise.all([
      messenger.connect(nginx.url, anna, options),
      messenger.connect(nginx.url, boris, options),
    ]);
    for (const n of [1, 2, 3]) {
      const said = await here.sendMessage(chat, `${n}: ${'я'.repeat(9_000)}`);
      const received = await there.next<{ message: Message }>(
        'new_message',
        ({ message }) => message.id === said.id,
      );
      expect(received.message.content).toBe(said.content);
    }
    expect(here.received('(disconnect)')).toEqual([]);
    here.socket.disconnect();
    there.socket.disconnect();
  });
});

test('a polling client upgrades to a WebSocket', async () => {
  const line = await messenger.connect(nginx.url, anna, { transports: ['polling', 'websocket'] });
  const { engine } = line.socket.io;
  await vi.waitFor(
    () => {
      expect(engine.transport.name).toBe('websocket');
    },
    { timeout: 20_000 },
  );
  expect(line.received('(disconnect)')).toEqual([]);
});

test.each([['websocket'], ['polling']])(
  'killed replicas lose nothing for nginx clients over %s',
  async (transport) => {
    const carol = await messenger.person();
    const id = await messenger.direct(anna, carol);
    const line = messenger.connectRaw(
      nginx.url,
      (authenticate) => {
        authenticate({ token: carol.token, last_event_id: line.lastEventId });
      },
      { transports: [transport] },
    );
    await line.connected();
    const write = async (n: number): Promise<void> => {
      await messenger.sql(`
        INSERT INTO events (chat_id, kind, actor_id, payload)
        VALUES (${id}, 'message_sent', ${anna.id}, '{"content": "${n}"}');
      `);
    };
    const receive = async (n: number): Promise<void> => {
      const received = await line.next<{ message: Message }>('new_message');
      expect(received.message.content).toBe(String(n));
    };
    // The first replica is killed before the client has received a message.
    await line.next('ready');
    for (const [n, replica] of messenger.replicas.entries()) {
      await replica.kill();
      await write(2 * n);
      await receive(2 * n);
      await replica.restart();
      await write(2 * n + 1);
      await receive(2 * n + 1);
    }
    expect(line.received('new_message')).toEqual([]);
    line.socket.disconnect();
  },
);

test('files up to 25 MiB pass, larger ones are refused', async () => {
  const upload = async (size: number): Promise<Response> => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(size)]), 'big.bin');
    return fetch(`${nginx.url}/api/messenger/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${anna.token}` },
      body: form,
    });
  };
  const taken = await upload(25 * MIB);
  expect(taken.status).toBe(201);
  const { data } = (await taken.json()) as { data: Attachment };
  const authorization = `Bearer ${anna.token}`;
  const given = await fetch(nginx.url + data.url, { headers: { authorization } });
  expect(given.headers.get('content-disposition')).toMatch(/^attachment; /);
  expect((await given.arrayBuffer()).byteLength).toBe(25 * MIB);
  const range = { authorization, range: 'bytes=-3' };
  const part = await fetch(nginx.url + data.url, { headers: range });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(
    `bytes ${25 * MIB - 3}-${25 * MIB - 1}/${25 * MIB}`,
  );
  const refused = await upload(25 * MIB + 1);
  expect(refused.status).toBe(413);
  expect(await refused.json()).toMatchObject({ success: false, code: 'body_too_large' });
});
