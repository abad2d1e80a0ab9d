/** The realm `direct` with the WebSocket client that most of Node uses. */
import { once } from 'node:events';

import WebSocket from 'ws';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Person, type Replica, School, request } from '../src/index.ts';

interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Sent {
  readonly message: { readonly id: string; readonly conversation_id: string };
}

let school: School;
let one: Replica;
let other: Replica;
let anna: Person;
let boris: Person;

beforeAll(async () => {
  school = await School.start();
  [one, other] = [
    await school.replica({ realms: 'direct' }),
    await school.replica({ realms: 'direct' }),
  ];
  anna = await school.person({ role: 'teacher' });
  boris = await school.person({ role: 'student' });
});

afterAll(async () => {
  await school.stop();
});

/** An open socket, and the frames of a type as they come. */
class Socket {
  readonly ws: WebSocket;
  readonly #frames: Frame[] = [];

  private constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on('message', (data: Buffer) => {
      this.#frames.push(JSON.parse(data.toString('utf8')) as Frame);
    });
  }

  static async open(replica: Replica, person: Person, query = ''): Promise<Socket> {
    const ws = new WebSocket(`${replica.url.replace('http', 'ws')}/api/v1/ws${query}`, {
      headers: { authorization: `Bearer ${person.token}` },
    });
    const socket = new Socket(ws);
    await once(ws, 'open');
    return socket;
  }

  async next(type: string): Promise<Frame> {
    for (;;) {
      const at = this.#frames.findIndex((frame) => frame.type === type);
      const [found] = at === -1 ? [] : this.#frames.splice(at, 1);
      if (found !== undefined) return found;
      await once(this.ws, 'message');
    }
  }

  async closed(): Promise<number> {
    const [code] = (await once(this.ws, 'close')) as [number];
    return code;
  }
}

async function write(body: string): Promise<Sent> {
  const url = `${one.url}/api/v1/chat/direct/${boris.id}/send`;
  return request<Sent>('POST', url, { token: anna.token, body: { body } });
}

test('a message arrives on another replica and is resumable', async () => {
  const { message } = await write('first');
  const [annas, boriss] = [await Socket.open(one, anna), await Socket.open(other, boris)];
  const data = { conversation_id: message.conversation_id, body: 'Привет!' };
  annas.ws.send(JSON.stringify({ type: 'message', data }));

  const [own, theirs] = [await annas.next('message'), await boriss.next('message')];

  expect(theirs).toEqual(own);
  expect(theirs.data).toMatchObject({ ...data, sender_id: String(anna.id) });
  boriss.ws.close();
  expect(await boriss.closed()).toBe(1005);
  const missed = await write('missed');
  const again = await Socket.open(one, boris, `?last_event_id=${theirs.id ?? ''}`);
  expect((await again.next('message')).data['id']).toBe(missed.message.id);
});

test('a client that received nothing resumes where it began', async () => {
  await write('before');
  const boriss = await Socket.open(one, boris);
  const ready = await boriss.next('ready');
  boriss.ws.close();
  await boriss.closed();
  const missed = await write('missed');
  const again = await Socket.open(other, boris, `?last_event_id=${ready.id ?? ''}`);
  expect((await again.next('message')).data['id']).toBe(missed.message.id);
});

test('a client learns why its connection was closed', async () => {
  const big = await Socket.open(one, anna);
  big.ws.send('x'.repeat(1024 * 1024));
  expect(await big.closed()).toBe(1009);

  const open = await Socket.open(other, anna);
  const [code] = await Promise.all([open.closed(), other.stop()]);
  expect(code).toBe(1012);

  const refused = new WebSocket(`${one.url.replace('http', 'ws')}/api/v1/ws?token=x`);
  const [error] = (await once(refused, 'error').catch((e: unknown) => [e])) as [Error];
  expect(error.message).toContain('401');
});
