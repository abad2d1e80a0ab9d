/** What a client gets that asks for what cannot be. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  type Conversation,
  type SocketClient,
  type Message,
  MessengerFixture,
  type Person,
} from './fixture.ts';

const KEY = '0190c0de-0000-7000-8000-000000000001';

let messenger: MessengerFixture;
let anna: Person;
let boris: Person;
let chat: number;
let line: SocketClient;

beforeAll(async () => {
  messenger = await MessengerFixture.open();
  [anna, boris] = await Promise.all([messenger.person(), messenger.person()]);
  chat = await messenger.direct(anna, boris);
  line = await messenger.connect(0, anna);
});

afterAll(async () => {
  const findings = await messenger.sql('SELECT * FROM audit.verify();');
  await messenger.close();
  expect(findings).toBe('');
});

interface Init {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function ask(method: string, path: string, init: Init = {}): Promise<Response> {
  return fetch(`${messenger.url(0)}/api/messenger${path}`, {
    ...init,
    method,
    headers: { authorization: `Bearer ${anna.token}`, ...init.headers },
  });
}

const json = { 'content-type': 'application/json' };

test.each([
  ['no body', 'POST', '/conversations', { headers: json, body: '' }, 400, 'invalid_body'],
  ['no JSON', 'POST', '/conversations', { headers: json, body: '{' }, 400, 'invalid_body'],
  ['no object', 'POST', '/conversations', { headers: json, body: '[]' }, 400, 'invalid_body'],
  [
    'a field of another type',
    'POST',
    '/conversations',
    { headers: json, body: '{"participantId":"x"}' },
    400,
    'invalid_body',
  ],
  ['nobody', 'POST', '/conversations', { headers: json, body: '{}' }, 400, 'invalid_chat'],
  [
    'an unknown user',
    'POST',
    '/conversations',
    { headers: json, body: '{"participantId":999999}' },
    400,
    'user_not_found',
  ],
  [
    'a type that there is not',
    'POST',
    '/conversations',
    { headers: json, body: '{"participantIds":[1],"name":"a","type":"channel"}' },
    400,
    'invalid_body',
  ],
  [
    'a group without a name',
    'POST',
    '/conversations',
    { headers: json, body: '{"participantIds":[999999],"type":"group"}' },
    400,
    'invalid_name',
  ],
  [
    'another content type',
    'POST',
    '/conversations',
    { headers: { 'content-type': 'text/plain' }, body: '{}' },
    415,
    'unsupported_media_type',
  ],
  [
    'too much',
    'POST',
    '/conversations',
    { headers: json, body: JSON.stringify({ message: 'x'.repeat(300_000) }) },
    413,
    'body_too_large',
  ],
  ['another method', 'DELETE', '/conversations', {}, 405, 'method_not_allowed'],
  ['a path that leads nowhere', 'GET', '/nowhere/1', {}, 404, 'no_such_route'],
  ['no number', 'GET', '/conversations/x/messages', {}, 400, 'invalid_path'],
] as const)('REST with %s', async (_, method, path, init, status, code) => {
  const answer = await ask(method, path, init);
  const body = (await answer.json()) as object;
  expect([answer.status, body]).toEqual([
    status,
    { success: false, error: expect.stringMatching(/./) as string, code },
  ]);
  expect(answer.headers.get('content-type')).toBe('application/json');
});

describe('over the socket', () => {
  test.each([
    ['nothing', { content: '' }, 'invalid_content'],
    ['white space', { content: ' \n' }, 'invalid_content'],
    ['too much', { content: 'я'.repeat(10_001) }, 'invalid_content'],
    ['a NUL', { content: 'a\0b' }, 'invalid_content'],
    ['a type that there is not', { content: 'a', type: 'video' }, 'invalid_frame'],
    ['a key that is no UUID', { content: 'a', clientId: 'x' }, 'invalid_frame'],
    ['files that are none', { content: 'a', attachments: 'x' }, 'invalid_frame'],
    ['a file that there is not', { content: 'a', attachments: [999_999] }, 'attachment_not_found'],
    [
      'eleven files',
      { content: 'a', attachments: Array.from({ length: 11 }, (_, id) => ({ id })) },
      'invalid_content',
    ],
  ])('a message with %s', async (_, message, code) => {
    const ack = await line.emitWithAck('send_message', { conversationId: chat, ...message });
    expect(ack).toMatchObject({ success: false, error: { code } });
    expect(ack).not.toHaveProperty('data');
    expect(await line.next('error')).toEqual(ack.error);
  });

  test('a reused key with another text is refused', async () => {
    await line.sendMessage(chat, 'раз', { clientId: KEY });
    const other = { conversationId: chat, content: 'два', clientId: KEY };
    expect(await line.emitWithAck('send_message', other)).toMatchObject({
      error: { code: 'idempotency_conflict' },
    });
  });

  test('reading unknown or foreign messages is refused', async () => {
    const [carol] = await Promise.all([messenger.person()]);
    const elsewhere = await messenger.direct(anna, carol);
    const said = await line.sendMessage(elsewhere, 'не здесь');
    for (const messageIds of [[999_999], [said.id]]) {
      const read = { conversationId: chat, messageIds };
      expect(await line.emitWithAck('read_messages', read)).toMatchObject({
        error: { code: 'message_not_found' },
      });
    }
    const none = { conversationId: chat, messageIds: [] };
    expect(await line.emitWithAck('read_messages', none)).toEqual({ success: true, data: {} });
    for (const messageIds of ['x', [1.5], undefined]) {
      const read = { conversationId: chat, messageIds };
      expect(await line.emitWithAck('read_messages', read)).toMatchObject({
        error: { code: 'invalid_frame' },
      });
    }
    const typing = { conversationId: chat, isTyping: 'yes' };
    expect(await line.emitWithAck('typing', typing)).toMatchObject({
      error: { code: 'invalid_frame' },
    });
  });

  test('a message may have ten files and no text', async () => {
    const names = Array.from({ length: 10 }, (_, n) => `${n}.txt`);
    const attachments = await Promise.all(names.map((name) => messenger.upload(anna, name, name)));
    const said = await line.sendMessage(chat, ' ', { type: 'image', attachments });
    expect(said.type).toBe('image');
    expect(said.attachments).toEqual(attachments);
  });
});

test('foreign and unknown tokens get an `Authentication error`', async () => {
  const made = await fetch(`${messenger.url(0)}/api/chat/guests`, { method: 'POST' });
  const { token } = (await made.json()) as { token: string };
  expect(token).toMatch(/./);
  for (const wrong of [token, messenger.token(999_999)]) {
    const outside = messenger.connectRaw(0, { token: wrong });
    expect(await outside.next('(connect_error)')).toBe('Authentication error');
    outside.socket.disconnect();
  }
});

test('deactivating a user sends an error and ends the connection', async () => {
  const leaving = await messenger.person();
  const open = await messenger.connect(1, leaving);
  await messenger.sql(`DELETE FROM users WHERE id = ${leaving.id};`);
  expect(await open.next('error')).toEqual({
    message: 'Authentication error',
    code: 'session_expired',
  });
  expect(await open.next('(disconnect)')).toBe('io server disconnect');
});

test('a conversation appears with its first message', async () => {
  const carol = await messenger.person();
  const there = await messenger.connect(1, carol);
  const begin = async (message: string): Promise<[number, Conversation]> => {
    const body = JSON.stringify({ participantId: carol.id, message });
    const answer = await ask('POST', '/conversations', { headers: json, body });
    const { data } = (await answer.json()) as { data: { conversation: Conversation } };
    return [answer.status, data.conversation];
  };
  const [created, conversation] = await begin('Здравствуйте');
  expect([created, conversation.type, conversation.name]).toEqual([200, 'direct', null]);
  const received = await there.next<{ conversation: Conversation }>('conversation_created');
  expect(received.conversation.id).toBe(conversation.id);
  const first = await there.next<{ message: Message }>('new_message');
  expect(first.message).toMatchObject({ content: 'Здравствуйте', sender_id: anna.id });
  const [found, same] = await begin('Ещё раз');
  expect([found, same.id]).toEqual([200, conversation.id]);
  const second = await there.next<{ message: Message }>('new_message');
  expect(second.message.content).toBe('Ещё раз');
  expect(there.received('conversation_created')).toEqual([]);
  const { unread_count } = await messenger.request<{ unread_count: number }>(
    'GET',
    '/unread-count',
    carol,
  );
  expect(unread_count).toBe(2);
});
