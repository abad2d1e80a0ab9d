/** The messenger's contract, with the real `socket.io-client`, over two replicas. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Conversation, type Message, MessengerFixture, type Person } from './fixture.ts';

interface NewMessage {
  readonly event_id: string;
  readonly conversation_id: number;
  readonly message: Message;
}

// A user counts as offline after five seconds; busy machines need more time.

const CURSOR = /^\d+-[0-9a-f]{8}$/;

let messenger: MessengerFixture;
let anna: Person;
let boris: Person;
let stranger: Person;
let chat: number;

beforeAll(async () => {
  messenger = await MessengerFixture.open();
  [anna, boris, stranger] = await Promise.all([
    messenger.person(),
    messenger.person(),
    messenger.person(),
  ]);
  chat = await messenger.direct(anna, boris);
});

afterAll(async () => {
  const findings = await messenger.sql('SELECT * FROM audit.verify();');
  await messenger.close();
  expect(findings).toBe('');
});

describe.each([
  ['websocket', ['websocket']],
  ['polling', ['polling']],
  ['polling, then websocket', ['polling', 'websocket']],
] as const)('over %s', (_, transports) => {
  const options = { transports: [...transports] };

  test('a message reaches all participants on any replica', async () => {
    const [here, there] = await Promise.all([
      messenger.connect(0, anna, options),
      messenger.connect(1, boris, options),
    ]);
    const clientId = crypto.randomUUID();
    const acknowledged = await here.sendMessage(chat, 'Привет', { clientId });
    expect(acknowledged).toEqual({
      id: expect.any(Number) as number,
      conversation_id: chat,
      sender_id: anna.id,
      content: 'Привет',
      type: 'text',
      attachments: [],
      read_at: null,
      created_at: expect.stringMatching(/Z$/) as string,
      client_id: clientId,
    });
    const fits = ({ message }: NewMessage): boolean => message.id === acknowledged.id;
    const own = await here.next<NewMessage>('new_message', fits);
    expect(own.message).toEqual(acknowledged);
    expect(own.conversation_id).toBe(chat);
    expect(own.event_id).toMatch(CURSOR);
    const others = await there.next<NewMessage>('new_message', fits);
    expect(others.message).toEqual({ ...acknowledged, client_id: undefined });
    expect(others.message).not.toHaveProperty('client_id');
    expect(others.event_id).toBe(own.event_id);

    const again = await here.sendMessage(chat, 'Привет', { clientId });
    expect(again).toEqual(acknowledged);
    here.socket.disconnect();
    there.socket.disconnect();
  });

  test('typing and read marks reach only the others', async () => {
    const [here, there] = await Promise.all([
      messenger.connect(0, anna, options),
      messenger.connect(1, boris, options),
    ]);
    const typing = { conversationId: chat, isTyping: true };
    expect(await here.emitWithAck('typing', typing)).toEqual({ success: true, data: {} });
    expect(await there.next('user_typing')).toEqual({
      conversation_id: chat,
      user_id: anna.id,
      is_typing: true,
    });

    const first = await here.sendMessage(chat, '1');
    const second = await here.sendMessage(chat, '2');
    // The newest counts: what was before it is read as well.
    const read = { conversationId: chat, messageIds: [second.id] };
    expect(await there.emitWithAck('read_messages', read)).toEqual({ success: true, data: {} });
    const event = await here.next<{ event_id: string; message_ids: number[] }>('messages_read');
    expect(event).toEqual({
      event_id: expect.stringMatching(CURSOR) as string,
      conversation_id: chat,
      user_id: boris.id,
      message_ids: expect.arrayContaining([first.id, second.id]) as number[],
    });
    // A mark that moves nothing emits nothing; nor is anything told to who caused it.
    await there.emitWithAck('read_messages', read);
    const last = await here.sendMessage(chat, '3');
    await there.next<NewMessage>('new_message', ({ message }) => message.id === last.id);
    expect(there.received('messages_read')).toEqual([]);
    expect(there.received('user_typing').length).toBeLessThanOrEqual(1);
    expect(here.received('messages_read')).toEqual([]);
    expect(here.received('user_typing')).toEqual([]);

    const { messages } = await messenger.request<{ messages: Message[] }>(
      'GET',
      `/conversations/${chat}/messages`,
      anna,
    );
    const byId = new Map(messages.map((message) => [message.id, message]));
    expect(byId.get(first.id)?.read_at).not.toBeNull();
    expect(byId.get(second.id)?.read_at).toBe(byId.get(first.id)?.read_at);
    expect(byId.get(last.id)?.read_at).toBeNull();
    here.socket.disconnect();
    there.socket.disconnect();
  });

  test('a refusal appears in the acknowledgement and in `error`', async () => {
    const outside = await messenger.connect(1, stranger, options);
    const denied = { message: 'Access denied', code: 'not_a_participant' };
    for (const [name, data] of [
      ['send_message', { conversationId: chat, content: 'впустите' }],
      ['typing', { conversationId: chat, isTyping: true }],
      ['read_messages', { conversationId: chat, messageIds: [1] }],
    ] as const) {
      expect(await outside.emitWithAck(name, data)).toEqual({ success: false, error: denied });
      expect(await outside.next('error')).toEqual(denied);
    }
    outside.socket.emit('send_message', { conversationId: 999_999, content: 'есть кто?' });
    expect(await outside.next('error')).toMatchObject({ code: 'chat_not_found' });
    for (const data of [null, 'text', {}, { conversationId: 'x', content: 1 }]) {
      expect(await outside.emitWithAck('send_message', data)).toMatchObject({
        success: false,
        error: { code: 'invalid_frame' },
      });
    }
    expect(await outside.emitWithAck('no_such_event', {})).toMatchObject({ success: false });
    outside.socket.disconnect();
  });

  test('an invalid token gets an `Authentication error`', async () => {
    const expired = messenger.token(anna.id, -10);
    for (const auth of [{}, { token: '' }, { token: 'x.y.z' }, { token: expired }]) {
      const line = messenger.connectRaw(0, auth, options);
      expect(await line.next('(connect_error)')).toBe('Authentication error');
      expect(line.socket.connected).toBe(false);
      line.socket.disconnect();
    }
    const malformed = { token: anna.token, last_event_id: 'not a cursor' };
    const line = messenger.connectRaw(0, malformed, options);
    expect(await line.next('(connect_error)')).toBe('Invalid last_event_id');
    line.socket.disconnect();
  });
});

test('a new conversation is joined without reconnecting', async () => {
  const [carol, dan] = await Promise.all([messenger.person(), messenger.person()]);
  const [here, there] = await Promise.all([messenger.connect(0, carol), messenger.connect(1, dan)]);
  const id = await messenger.group(carol, [dan], 'Склад');
  for (const line of [here, there]) {
    const created = await line.next<{ event_id: string; conversation: Conversation }>(
      'conversation_created',
    );
    expect(created.event_id).toMatch(CURSOR);
    expect(created.conversation).toMatchObject({
      id,
      type: 'group',
      name: 'Склад',
      participants: [carol.id, dan.id].sort((a, b) => a - b),
      unread_count: 0,
      last_message_id: null,
    });
  }
  const said = await there.sendMessage(id, 'на месте');
  expect((await here.next<NewMessage>('new_message')).message.id).toBe(said.id);
});

test('presence reaches only users who share a conversation', async () => {
  const [eve, fedor] = await Promise.all([messenger.person(), messenger.person()]);
  await messenger.direct(eve, fedor);
  const watching = await messenger.connect(0, eve);
  const outside = await messenger.connect(0, stranger);
  const coming = await messenger.connect(1, fedor);
  expect(await watching.next('user_status')).toMatchObject({ user_id: fedor.id, is_online: true });
  // Who comes learns who is there already.
  expect(await coming.next('user_status')).toMatchObject({ user_id: eve.id, is_online: true });
  coming.socket.disconnect();
  const gone = await watching.next<{ last_seen: string }>('user_status');
  expect(gone).toMatchObject({ user_id: fedor.id, is_online: false });
  expect(gone.last_seen).toMatch(/Z$/);
  expect(outside.received('user_status')).toEqual([]);
});

test('reconnecting to another replica neither misses nor repeats events', async () => {
  const [gleb, hanna] = await Promise.all([messenger.person(), messenger.person()]);
  const id = await messenger.direct(gleb, hanna);
  const sender = await messenger.connect(0, gleb);
  const first = await messenger.connect(0, hanna);
  await sender.sendMessage(id, '0');
  const seen = await first.next<NewMessage>('new_message');
  first.socket.disconnect();
  // More than fits into any buffer of a connection.
  await messenger.sql(`
    INSERT INTO events (chat_id, kind, actor_id, payload)
    SELECT ${id}, 'message_sent', ${gleb.id}, jsonb_build_object('content', n::text)
    FROM generate_series(1, 1000) AS n;
  `);
  const second = messenger.connectRaw(1, { token: hanna.token, last_event_id: seen.event_id });
  await second.connected();
  for (let n = 1; n <= 1000; n += 1) {
    const { message } = await second.next<NewMessage>('new_message');
    expect(message.content).toBe(String(n));
  }
  const live = await sender.sendMessage(id, 'живое');
  expect((await second.next<NewMessage>('new_message')).message.id).toBe(live.id);
  expect(second.received('new_message')).toEqual([]);
});

test.each([['websocket'], ['polling']])(
  'a client that received nothing misses nothing over %s',
  async (transport) => {
    const [gleb, hanna] = await Promise.all([messenger.person(), messenger.person()]);
    const id = await messenger.direct(gleb, hanna);
    const sender = await messenger.connect(0, gleb);
    await sender.sendMessage(id, 'до');
    const options = { transports: [transport] };
    const first = await messenger.connect(0, hanna, options);
    const { event_id } = await first.next<{ event_id: string }>('ready');
    expect(event_id).toMatch(CURSOR);
    first.socket.disconnect();
    const missed = await sender.sendMessage(id, 'без неё');
    const auth = { token: hanna.token, last_event_id: event_id };
    const second = messenger.connectRaw(1, auth, options);
    expect((await second.next<NewMessage>('new_message')).message.id).toBe(missed.id);
  },
);

test('a removed member stops receiving on every replica', async () => {
  const [inga, kirill] = await Promise.all([messenger.person(), messenger.person()]);
  const id = await messenger.group(inga, [kirill], 'Проект');
  const [here, there] = await Promise.all([
    messenger.connect(0, inga),
    messenger.connect(1, kirill),
  ]);
  await here.sendMessage(id, 'ещё вместе');
  await there.next('new_message');
  await messenger.sql(
    `DELETE FROM chat_participants WHERE chat_id = ${id} AND user_id = ${kirill.id};`,
  );
  const direct = await messenger.direct(inga, kirill);
  await here.sendMessage(id, 'без него');
  const said = await here.sendMessage(direct, 'с ним');
  expect((await there.next<NewMessage>('new_message')).message.id).toBe(said.id);
  const back = { conversationId: id, content: 'пустите' };
  expect(await there.emitWithAck('send_message', back)).toMatchObject({
    error: { message: 'Access denied' },
  });
});

test('clients of a killed replica continue elsewhere without loss', async () => {
  const [lidia, mark] = await Promise.all([messenger.person(), messenger.person()]);
  const id = await messenger.direct(lidia, mark);
  const sender = await messenger.connect(0, lidia);
  const reader = await messenger.connect(1, mark);
  await sender.sendMessage(id, 'до');
  const seen = await reader.next<NewMessage>('new_message');
  const [, dying] = messenger.replicas;
  await dying?.kill();
  const between = await sender.sendMessage(id, 'между');
  const elsewhere = messenger.connectRaw(0, { token: mark.token, last_event_id: seen.event_id });
  await elsewhere.connected();
  expect((await elsewhere.next<NewMessage>('new_message')).message.id).toBe(between.id);
  reader.socket.disconnect();
  await dying?.restart();
});

test('a cursor of another log gets `reset`', async () => {
  const line = messenger.connectRaw(0, { token: anna.token, last_event_id: '1-deadbeef' });
  await line.connected();
  const reset = await line.next<{ event_id: string }>('reset');
  expect(reset.event_id).toMatch(CURSOR);
});

test('messages carry their files', async () => {
  const [here, there] = await Promise.all([
    messenger.connect(0, anna),
    messenger.connect(1, boris),
  ]);
  const file = await messenger.upload(anna, 'план.txt', 'по пунктам');
  expect(file).toMatchObject({ name: 'план.txt', mime: 'text/plain', size: 19 });
  const said = await here.sendMessage(chat, '', { type: 'file', attachments: [file] });
  expect(said).toMatchObject({ content: '📎 план.txt', type: 'file', attachments: [file] });
  const received = await there.next<NewMessage>(
    'new_message',
    ({ message }) => message.id === said.id,
  );
  expect(received.message.attachments).toEqual([file]);
  const stolen = { conversationId: chat, content: 'моё', attachments: [file] };
  expect(await there.emitWithAck('send_message', stolen)).toMatchObject({
    success: false,
    error: { code: 'attachment_not_found' },
  });
});

test('an expired token ends the connection with an error', async () => {
  const line = messenger.connectRaw(0, { token: messenger.token(anna.id, 3) });
  await line.connected();
  expect(await line.next('error')).toEqual({
    message: 'Authentication error',
    code: 'token_expired',
  });
  expect(await line.next('(disconnect)')).toBe('io server disconnect');
});

test('clients of a stopping replica reconnect by themselves', async () => {
  const line = await messenger.connect(1, boris);
  const [, leaving] = messenger.replicas;
  const stopped = leaving?.restart();
  expect(await line.next('(disconnect)')).not.toBe('io server disconnect');
  await stopped;
  await line.connected();
});
