import { eventually, request, School, type Person, type Replica } from '@vestnik/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, expectTypeOf, test } from 'vitest';

import { createVestnik, type VestnikClient } from '../src/client.ts';
import type { Chat, Message } from '../src/model.ts';
import type { StreamEventName, StreamEvents } from '../src/realtime/events.ts';

/** All but `reset`, which the server sends when its log is another one. */
const NAMES = [
  'ready',
  'message',
  'message_edited',
  'message_deleted',
  'reaction',
  'poll',
  'read',
  'chat',
  'chat_removed',
  'member',
  'member_removed',
  'user',
  'scheduled',
  'scheduled_failed',
  'typing',
  'presence',
  'draft',
] as const satisfies readonly StreamEventName[];

let school: School;
/** Serves a realm in which users hide chats. */
let replica: Replica;
let teacher: Person;
let student: Person;
/** Who joins a group. */
let joined: Person;
let chatId: number;
let client: VestnikClient;

beforeAll(async () => {
  school = await School.start();
  replica = await school.replica({ realms: 'campus' });
  teacher = await school.person({ role: 'teacher' });
  joined = await school.person({ role: 'student' });
});

afterAll(() => school.stop());

beforeEach(async () => {
  student = await school.person({ role: 'student' });
  const wanted = { type: 'private', user_ids: [student.id] };
  chatId = (await act<Chat>(teacher, 'POST /chats', wanted)).id;
  client = clientOf(student);
});

afterEach(() => {
  client.stop();
});

function clientOf({ token }: Person): VestnikClient {
  return createVestnik({
    realm: 'campus',
    baseUrl: replica.url,
    auth: { token: () => token },
    backoff: { initialMs: 20, maxMs: 100 },
  });
}

/** A request of `/v1/campus`. */
async function act<T = void>(by: Person, operation: string, body?: unknown): Promise<T> {
  const [method = '', path = ''] = operation.split(' ');
  const options = { token: by.token, ...(body !== undefined && { body }) };
  return request<T>(method, `${replica.url}/v1/campus${path}`, options);
}

async function send(text: string): Promise<Message> {
  return act<Message>(teacher, `POST /chats/${chatId}/messages`, { text });
}

/** Somebody joins a group of the student, and is removed. */
async function changeGroup(hasJoined: () => boolean): Promise<void> {
  const group = { type: 'group', title: 'Seven', user_ids: [student.id] };
  const { id } = await act<Chat>(teacher, 'POST /chats', group);
  await act(teacher, `POST /chats/${id}/members`, { user_ids: [joined.id] });
  await eventually('who joined', hasJoined);
  await act(teacher, `DELETE /chats/${id}/members/${joined.id}`);
}

/** The student schedules a message, which is refused at its time. */
async function failScheduled(): Promise<void> {
  const send_at = new Date(Date.now() + 3_600_000).toISOString();
  await client.scheduled.create(chatId, { text: 'later', send_at });
  await school.sql(`
    INSERT INTO events (chat_id, kind, actor_id, payload)
    SELECT s.chat_id, 'scheduled_failed', s.user_id,
           jsonb_build_object('scheduled_id', s.id, 'code', 'blocked')
    FROM scheduled_messages AS s
    WHERE s.user_id = ${student.id};
  `);
}

/** Starts the client, and waits for what follows. */
async function start(): Promise<void> {
  let isReady = false;
  client.on('ready', () => (isReady = true));
  client.start();
  await eventually('the stream', () => isReady);
}

test('handlers get the data of every event of the stream', async () => {
  const received: Partial<StreamEvents> = {};
  for (const name of NAMES) {
    client.on(name, (data) => Object.assign(received, { [name]: data }));
  }
  await start();
  await changeGroup(() => received.member !== undefined);
  const asked = { question: 'When?', options: ['Today', 'Tomorrow'] };
  const sent = await act<Message>(teacher, `POST /chats/${chatId}/messages`, { poll: asked });
  await act(student, `PUT /messages/${sent.id}/vote`, { option_ids: [1] });
  const { id } = await send('first');
  await eventually('the message', () => received.message?.message.id === id);

  await act(teacher, `PATCH /messages/${id}`, { text: 'edited' });
  await act(teacher, `PUT /messages/${id}/reactions/${encodeURIComponent('👍')}`);
  await act(student, `POST /chats/${chatId}/read`, { up_to_id: id });
  await act(student, `PATCH /chats/${chatId}/me`, { pinned: true });
  // Before the draft, which what is scheduled ends.
  await failScheduled();
  await act(student, `PUT /chats/${chatId}/draft`, { text: 'an answer', reply_to_id: null });
  await act(teacher, `POST /chats/${chatId}/typing`, { typing: true });
  const others = clientOf(teacher);
  others.start();
  await eventually('a presence', () => received.presence?.user_id === teacher.id);
  others.stop();
  await act(teacher, 'PATCH /me', { name: 'Anna' });
  await act(teacher, `DELETE /messages/${id}`);
  await act(student, `DELETE /chats/${chatId}`);
  await eventually('the last event', () => received.chat_removed !== undefined);

  expect(Object.keys(received).sort()).toEqual([...NAMES].sort());
  expect(received).toMatchObject({
    ready: {},
    message: { message: { id, author_id: teacher.id, text: 'first' }, position: id },
    message_edited: { message: { id, text: 'edited' } },
    message_deleted: { chat_id: chatId, message_id: id },
    reaction: { message_id: id, emoji: '👍', user_id: teacher.id, added: true, count: 1 },
    poll: { message_id: sent.id, poll: { question: 'When?', options: [{}, { mine: true }] } },
    read: { chat_id: chatId, user_id: student.id, last_read_id: id, unread_count: 0 },
    chat: { chat: { id: chatId } },
    chat_removed: { chat_id: chatId },
    member: { member: { user: { id: joined.id }, role: 'member' }, member_count: 3 },
    member_removed: { user_id: joined.id, member_count: 2 },
    user: { user: { id: teacher.id, name: 'Anna' } },
    scheduled: { scheduled: { chat_id: chatId, text: 'later' } },
    scheduled_failed: { scheduled: { state: 'failed' }, code: 'blocked' },
    typing: { chat_id: chatId, user_id: teacher.id, typing: true },
    draft: { chat_id: chatId, draft: { text: 'an answer' } },
  });
});

test('a handler sees the state with its event', async () => {
  await start();
  const timeline = (await client.waitForSignIn()).timeline(chatId);
  timeline.ensureLoaded();
  await eventually('a history', () => timeline.state.get().isLoaded);
  const shown: (string | undefined)[] = [];
  client.on('message', () => shown.push(timeline.state.get().messages.at(-1)?.text));

  await send('one');
  await send('two');

  await eventually('both messages', () => shown.length === 2);
  expect(shown).toEqual(['one', 'two']);
});

test('a removed handler is not called any more', async () => {
  const texts: Record<'kept' | 'returned' | 'off', string[]> = { kept: [], returned: [], off: [] };
  const keep =
    (list: string[]) =>
    ({ message }: StreamEvents['message']): void => {
      list.push(message.text);
    };
  const offHandler = keep(texts.off);
  client.on('message', keep(texts.kept));
  const remove = client.on('message', keep(texts.returned));
  client.on('message', offHandler);
  await start();
  await send('one');
  await eventually('the first message', () => texts.kept.length === 1);

  remove();
  client.off('message', offHandler);
  await send('two');

  await eventually('the second message', () => texts.kept.length === 2);
  expect(texts).toEqual({ kept: ['one', 'two'], returned: ['one'], off: ['one'] });
});

test('the data of an event has the type of its name', () => {
  client.on('typing', (data) => {
    expectTypeOf(data).toEqualTypeOf<{ chat_id: number; user_id: number; typing: boolean }>();
  });
  client.on('message', async ({ message }) => {
    expectTypeOf(message).toExtend<Message>();
    await client.api.send(message.chat_id, { text: 'an answer' });
  });
  // @ts-expect-error: the stream has no such event
  expect(() => client.on('new_message', () => undefined)).toThrow();
});

test('another name is shown in chats, of authors and of oneself', async () => {
  await start();
  const chatClient = await client.waitForSignIn();
  chatClient.chats.ensureLoaded();
  const shown = (): (string | undefined)[] => {
    const { entries } = chatClient.chats.state.get();
    const members = entries.find(({ chat }) => chat.id === chatId)?.chat.members ?? [];
    const member = members.find(({ user }) => user.id === teacher.id);
    return [member?.user.name, chatClient.users.users.get().get(teacher.id)?.name];
  };
  await eventually('the chat', () => shown()[0] !== undefined);
  await act(teacher, 'PATCH /me', { name: 'Maria' });
  await eventually('the new name', () => shown().every((name) => name === 'Maria'));
  await act(student, 'PATCH /me', { name: 'Oleg' });
  await eventually('the own name', () => client.session.state.get().user?.name === 'Oleg');
});
