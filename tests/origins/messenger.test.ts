/** The messenger's client: the events of `socket.io-client` on two replicas, and its REST calls. */
import { eventually } from '@vestnik/testing';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { type Answer, ask, type Call } from './support/answer.ts';
import { type Fields, hasFields } from './support/fields.ts';
import { Origin } from './support/origin.ts';

interface Person {
  readonly id: number;
  readonly token: string;
}

interface Message {
  readonly id: number;
  readonly content: string;
}

interface Conversation {
  readonly id: number;
  readonly participants: readonly number[];
}

interface Envelope<Data> {
  readonly success: boolean;
  readonly data: Data;
}

const TIME = expect.stringMatching(/Z$/) as string;
const A_NUMBER = expect.any(Number) as number;

let messenger: Origin;
let anna: Person;
let boris: Person;
let stranger: Person;
let chat: number;
const clients: Client[] = [];

beforeAll(async () => {
  messenger = await Origin.start({ realm: 'messenger' });
  // Companies write to each other.
  anna = await addPerson('Анна', 1);
  boris = await addPerson('Борис', 2);
  stranger = await addPerson('Вера', 3);
  chat = (await begin(anna, boris)).id;
});

afterEach(() => {
  for (const client of clients.splice(0)) client.socket.disconnect();
});

afterAll(async () => {
  await messenger.stop();
});

async function addPerson(name: string, companyId: number): Promise<Person> {
  const id = await messenger.addUser(name, 'member', companyId);
  return { id, token: messenger.token({ id, companyId }) };
}

function call<Data>(
  method: string,
  path: string,
  { token }: Person,
  body?: Call['body'],
): Promise<Answer<Envelope<Data>>> {
  return ask(method, `${messenger.urls[0]}/api/messenger${path}`, { token, body });
}

async function begin(one: Person, other: Person, message?: string): Promise<Conversation> {
  const body = { participantId: other.id, message };
  const answer = await call<{ conversation: Conversation }>('POST', '/conversations', one, body);
  expect(answer.body).toMatchObject({ success: true });
  return answer.body.data.conversation;
}

/** A connected client, and what it has received. */
class Client {
  readonly socket: Socket;
  readonly #received: { readonly name: string; readonly data: unknown }[] = [];

  constructor(url: string, token: string) {
    this.socket = io(url, { auth: { token }, forceNew: true });
    this.socket.onAny((name: string, data: unknown) => {
      this.#received.push({ name, data });
    });
    clients.push(this);
  }

  /** The next event of this name that has these fields. */
  async next(name: string, fields: Fields = {}): Promise<unknown> {
    return eventually(`${name} with ${JSON.stringify(fields)}`, () => {
      const at = this.#received.findIndex(
        (event) => event.name === name && hasFields(event.data, fields),
      );
      return at >= 0 && this.#received.splice(at, 1)[0]?.data;
    });
  }

  /** How many events of this name wait to be taken. */
  count(name: string): number {
    return this.#received.filter((event) => event.name === name).length;
  }
}

async function connect(replica: 0 | 1, { token }: Person): Promise<Client> {
  const client = new Client(messenger.urls[replica], token);
  await eventually('a connected client', () => client.socket.connected);
  return client;
}

test('a message reaches all participants on two replicas', async () => {
  const [annas, boriss] = await Promise.all([connect(0, anna), connect(1, boris)]);

  annas.socket.emit('send_message', { conversationId: chat, content: 'Привет' });

  for (const client of [annas, boriss]) {
    expect(await client.next('new_message')).toMatchObject({
      conversation_id: chat,
      message: {
        id: A_NUMBER,
        conversation_id: chat,
        sender_id: anna.id,
        content: 'Привет',
        type: 'text',
        attachments: [],
        read_at: null,
        created_at: TIME,
      },
    });
  }
});

test('typing reaches the other participants only', async () => {
  const [annas, boriss] = await Promise.all([connect(1, anna), connect(0, boris)]);
  for (const is_typing of [true, false]) {
    annas.socket.emit('typing', { conversationId: chat, isTyping: is_typing });
    const typing = { conversation_id: chat, user_id: anna.id, is_typing };
    expect(await boriss.next('user_typing')).toEqual(typing);
  }
  annas.socket.emit('send_message', { conversationId: chat, content: 'всё' });
  await annas.next('new_message', { conversation_id: chat });
  expect(annas.count('user_typing')).toBe(0);
});

test('reading tells the others, and sets read_at', async () => {
  const [annas, boriss] = await Promise.all([connect(0, anna), connect(1, boris)]);
  annas.socket.emit('send_message', { conversationId: chat, content: 'прочти' });
  const { message } = (await boriss.next('new_message')) as { message: Message };

  boriss.socket.emit('read_messages', { conversationId: chat, messageIds: [message.id] });

  expect(await annas.next('messages_read')).toMatchObject({
    conversation_id: chat,
    user_id: boris.id,
    message_ids: expect.arrayContaining([message.id]) as number[],
  });
  const { body } = await call('GET', `/conversations/${chat}/messages?limit=1&offset=0`, anna);
  expect(body).toMatchObject({ data: { messages: [{ id: message.id, read_at: TIME }] } });
});

test('the others learn who is online, and who no longer is', async () => {
  const gleb = await addPerson('Глеб', 1);
  await begin(anna, gleb);
  const annas = await connect(0, anna);
  const glebs = await connect(1, gleb);
  const isOnline = { user_id: gleb.id, is_online: true };
  expect(await annas.next('user_status', isOnline)).toMatchObject(isOnline);

  glebs.socket.disconnect();

  const isOffline = { user_id: gleb.id, is_online: false };
  expect(await annas.next('user_status', isOffline)).toMatchObject({ last_seen: TIME });
});

test('a stranger’s message is refused as Access denied', async () => {
  const client = await connect(1, stranger);
  client.socket.emit('send_message', { conversationId: chat, content: 'впустите' });
  expect(await client.next('error')).toMatchObject({ message: 'Access denied' });
});

test('a connection with a wrong token is an Authentication error', async () => {
  const { socket } = new Client(messenger.urls[0], 'x');
  const message = await new Promise((resolve) => {
    socket.on('connect_error', (error) => {
      resolve(error.message);
    });
  });
  expect(message).toBe('Authentication error');
});

test('a conversation made after connecting is joined', async () => {
  const other = await addPerson('Дина', 2);
  const client = await connect(1, other);
  const { id } = await begin(anna, other, 'первое');
  expect(await client.next('new_message')).toMatchObject({
    conversation_id: id,
    message: { content: 'первое', sender_id: anna.id },
  });
});

test('the list of conversations has what the client reads', async () => {
  const other = await addPerson('Егор', 2);
  const { id } = await begin(anna, other, 'Здравствуйте');
  const { status, body } = await call('GET', '/conversations', other);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    success: true,
    data: {
      conversations: [
        {
          id,
          participants: expect.arrayContaining([anna.id, other.id]) as number[],
          type: 'direct',
          name: null,
          last_message_id: A_NUMBER,
          last_message_at: TIME,
          last_message_content: 'Здравствуйте',
          last_message_time: TIME,
          created_at: TIME,
          updated_at: TIME,
        },
      ],
    },
  });
  // A server of the origin's stack gives the count as a string; the contract, as a number.
  expect(body).toMatchObject({ data: { conversations: [{ unread_count: 1 }] } });
  const unread = await call('GET', '/unread-count', other);
  expect(unread.body).toEqual({ success: true, data: { unread_count: 1 } });
});

test('a pair has one direct conversation', async () => {
  const other = await addPerson('Жанна', 3);
  const first = await begin(anna, other);
  const again = await begin(other, anna, 'и я пишу');
  expect(again.id).toBe(first.id);
});

test('beginning a conversation answers 200', async () => {
  const other = await addPerson('Зоя', 3);
  const answer = await call('POST', '/conversations', anna, { participantId: other.id });
  expect(answer.status).toBe(200);
});

test('ids may be decimal strings', async () => {
  const other = await addPerson('Илья', 3);
  const body = { participantId: String(other.id), message: 'строкой' };
  const answer = await call<{ conversation: Conversation }>('POST', '/conversations', anna, body);
  expect(answer.body.success).toBe(true);
  const { id } = answer.body.data.conversation;
  const client = await connect(0, other);
  client.socket.emit('send_message', { conversationId: String(id), content: 'ответ' });
  await client.next('new_message', { conversation_id: id });
});

test('the history is paged by offset, newest first', async () => {
  const other = await addPerson('Кира', 2);
  const { id } = await begin(anna, other);
  const client = await connect(0, other);
  for (const content of ['1', '2', '3']) {
    client.socket.emit('send_message', { conversationId: id, content });
    await client.next('new_message');
  }
  const page = async (query: string): Promise<string[]> => {
    const path = `/conversations/${id}/messages${query}`;
    const { body } = await call<{ messages: Message[] }>('GET', path, anna);
    return body.data.messages.map(({ content }) => content);
  };
  expect(await page('')).toEqual(['3', '2', '1']);
  expect(await page('?limit=2&offset=0')).toEqual(['3', '2']);
  expect(await page('?limit=2&offset=2')).toEqual(['1']);
});

test.each(['', 'undefined', 'null'])('limit=%s and offset are left out', async (value) => {
  const path = `/conversations/${chat}/messages?limit=${value}&offset=${value}`;
  expect((await call('GET', path, anna)).status).toBe(200);
});

test('a stranger’s request is refused as Access denied', async () => {
  const { status, body } = await call('GET', `/conversations/${chat}/messages`, stranger);
  expect(status).toBe(403);
  expect(body).toMatchObject({ error: 'Access denied' });
  expect((await ask('GET', `${messenger.urls[0]}/api/messenger/conversations`)).status).toBe(401);
});
