/** The client of `direct`: a browser's WebSocket with the token in the query, and its REST calls. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { ask } from './support/answer.ts';
import { PageSocket } from './support/frames.ts';
import { Origin } from './support/origin.ts';
import { open, People } from './support/pages.ts';

interface Person {
  readonly id: string;
  readonly token: string;
}

interface Message {
  readonly id: string;
  readonly conversation_id: string;
  readonly sender_id: string;
  readonly body: string;
  readonly created_at: string;
}

let direct: Origin;
let people: People;
let anna: Person;
let boris: Person;

beforeAll(async () => {
  direct = await Origin.start({ realm: 'direct' });
  people = await People.start();
  anna = await addPerson('Анна');
  boris = await addPerson('Борис');
});

afterAll(async () => {
  await people.stop();
  await direct.stop();
});

async function addPerson(name: string): Promise<Person> {
  const id = String(await direct.addUser(name));
  return { id, token: direct.token({ sub: id }) };
}

async function send(from: Person, to: Person, body: string): Promise<Message> {
  const url = `${direct.urls[0]}/api/v1/chat/direct/${to.id}/send`;
  const answer = await ask<{ message: Message }>('POST', url, {
    token: from.token,
    body: { body },
  });
  expect(answer.status).toBe(201);
  return answer.body.message;
}

async function connect(replica: 0 | 1, person: Person): Promise<PageSocket> {
  const page = await open(await people.visitor(), `${direct.urls[replica]}/health`);
  return PageSocket.open(page, `/api/v1/ws?token=${person.token}`);
}

const get = (path: string, { token }: Person) => ask('GET', direct.urls[1] + path, { token });

test('a message reaches both participants on two replicas', async () => {
  const { conversation_id } = await send(anna, boris, 'Привет!');
  const [annas, boriss] = await Promise.all([connect(0, anna), connect(1, boris)]);

  await annas.send({ type: 'message', data: { conversation_id, body: 'hello' } });

  const data = { conversation_id, sender_id: anna.id, body: 'hello' };
  const theirs = await boriss.next({ type: 'message', data });
  expect(await annas.next({ type: 'message', data })).toEqual(theirs);
  expect(theirs).toEqual({
    type: 'message',
    id: expect.any(String) as string,
    data: {
      ...data,
      id: expect.any(String) as string,
      created_at: expect.any(Number) as number,
    },
  });
  const { created_at } = theirs['data'] as { created_at: number };
  expect(Math.abs(created_at - Date.now() / 1000)).toBeLessThan(600);
});

test('a message by REST arrives at both sockets', async () => {
  const [annas, boriss] = await Promise.all([connect(1, anna), connect(0, boris)]);
  const { id, body } = await send(anna, boris, 'по REST');
  for (const socket of [annas, boriss]) await socket.next({ type: 'message', data: { id, body } });
});

test('typing reaches the other one, not its sender', async () => {
  const { conversation_id } = await send(anna, boris, 'сейчас');
  const [annas, boriss] = await Promise.all([connect(0, anna), connect(1, boris)]);
  for (const is_typing of [true, false]) {
    await annas.send({ type: 'typing', data: { conversation_id, is_typing } });
    const data = { conversation_id, user_id: anna.id, is_typing };
    expect(await boriss.next({ type: 'typing' })).toEqual({ type: 'typing', data });
  }
  await annas.send({ type: 'message', data: { conversation_id, body: 'всё' } });
  await annas.next({ type: 'message', data: { body: 'всё' } });
  expect(await annas.ofType('typing')).toEqual([]);
});

test('reading by socket clears the unread count', async () => {
  const vera = await addPerson('Вера');
  const { conversation_id } = await send(anna, vera, 'прочти');
  const socket = await connect(1, vera);
  await socket.send({ type: 'read', data: { conversation_id } });
  await socket.next({ type: 'read', data: { conversation_id, user_id: vera.id } });
  expect((await get('/api/v1/chat/conversations', vera)).body).toMatchObject({
    conversations: [{ id: conversation_id, unread_count: 0 }],
  });
});

test('presence follows connecting and disconnecting', async () => {
  const gleb = await addPerson('Глеб');
  await send(anna, gleb, 'где ты?');
  const annas = await connect(0, anna);
  const glebs = await connect(1, gleb);
  const online = { user_id: gleb.id, online: true };
  await annas.next({ type: 'presence', data: online });
  const path = `/api/v1/chat/presence/${gleb.id}`;
  expect((await get(path, anna)).body).toMatchObject(online);

  await glebs.close();

  const offline = await annas.next({ type: 'presence', data: { user_id: gleb.id, online: false } });
  expect(offline['data']).toMatchObject({ last_seen: expect.any(Number) as number });
  expect((await get(path, anna)).body).toEqual(offline['data']);
});

test('a refused frame is answered by an error', async () => {
  const socket = await connect(0, anna);
  await socket.send({ type: 'message', data: { conversation_id: 'c1', body: 'hello' } });
  expect(await socket.next({ type: 'error' })).toMatchObject({
    type: 'error',
    data: { error: expect.any(String) as string },
  });
});

test('lists have what the client reads, oldest message first', async () => {
  const dina = await addPerson('Дина');
  const first = await send(anna, dina, 'hi');
  const last = await send(dina, anna, 'Привет!');
  expect(first).toEqual({
    id: expect.any(String) as string,
    conversation_id: expect.any(String) as string,
    sender_id: anna.id,
    body: 'hi',
    created_at: expect.stringMatching(/Z$/) as string,
  });

  const id = first.conversation_id;
  const chats = await get('/api/v1/chat/conversations?limit=20&offset=0', dina);
  expect(chats.body).toMatchObject({
    conversations: [
      { id, created_at: expect.any(String) as string, updated_at: expect.any(String) as string },
    ],
  });
  const path = `/api/v1/chat/conversations/${id}/messages`;
  expect((await get(`${path}?limit=50&offset=0`, dina)).body).toEqual({ messages: [first, last] });
  expect((await get(`${path}?limit=1&offset=1`, dina)).body).toEqual({ messages: [first] });
});

test('marking a conversation read answers 204', async () => {
  const { conversation_id } = await send(anna, boris, 'ещё');
  const url = `${direct.urls[1]}/api/v1/chat/conversations/${conversation_id}/read`;
  expect((await ask('POST', url, { token: boris.token })).status).toBe(204);
});

test('a request without a valid token is refused as 401', async () => {
  const url = `${direct.urls[0]}/api/v1/chat/conversations`;
  expect((await ask('GET', url)).status).toBe(401);
  const refused = await ask('GET', url, { token: 'x' });
  expect(refused).toMatchObject({ status: 401, body: { error: expect.any(String) as string } });
  const page = await open(await people.visitor(), `${direct.urls[0]}/health`);
  await expect(PageSocket.open(page, '/api/v1/ws?token=x')).rejects.toThrow('closed: 1006');
});
