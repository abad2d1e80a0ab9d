/** The school's client: its React chat in two browsers on two replicas, and its REST calls. */
import type { BrowserContext, Page } from '@playwright/test';
import { eventually } from '@vestnik/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { ask } from './support/answer.ts';
import { Origin } from './support/origin.ts';
import { buildPages, open, People } from './support/pages.ts';

interface Person {
  readonly id: number;
  readonly name: string;
  readonly token: string;
}

interface Message {
  readonly id: number;
  readonly sender_id: number;
  readonly content: string;
}

interface History {
  readonly messages: readonly Message[];
  readonly has_more: boolean;
}

let school: Origin;
let people: People;
let teacher: Person;
let student: Person;
let admin: Person;
let chat: number;

beforeAll(async () => {
  school = await Origin.start({ realm: 'school', pages: await buildPages('school') });
  people = await People.start();
  teacher = await addPerson('Иван Петров', 'teacher');
  student = await addPerson('Ученик Иванов', 'student');
  admin = await addPerson('Админ', 'admin');
  chat = await completeLesson(teacher, student);
});

afterAll(async () => {
  await people.stop();
  await school.stop();
});

async function addPerson(name: string, role: string): Promise<Person> {
  const id = await school.addUser(name, role);
  return { id, name, token: school.token({ user_id: id, role }) };
}

/** A lesson by SQL, and then its completion: returns the pair's chat. */
async function completeLesson(by: Person, of: Person): Promise<number> {
  return Number(
    await school.sql(`
      INSERT INTO lessons (teacher_id, student_id, scheduled_at, status)
      VALUES (${by.id}, ${of.id}, NOW(), 'scheduled');
      UPDATE lessons SET status = 'completed' WHERE teacher_id = ${by.id} AND student_id = ${of.id};
      SELECT c.id
      FROM chats c
      INNER JOIN chat_participants cp1 ON c.id = cp1.chat_id
      INNER JOIN chat_participants cp2 ON c.id = cp2.chat_id
      WHERE cp1.user_id = ${by.id} AND cp2.user_id = ${of.id};
    `),
  );
}

async function send(from: Person, chatId: number, content: string): Promise<Message> {
  const body = { chat_id: chatId, content };
  const answer = await ask<Message>('POST', `${school.urls[0]}/api/messages`, {
    token: from.token,
    body,
  });
  expect(answer.status).toBe(201);
  return answer.body;
}

/** The chat of a person in a browser, live on one of the replicas. */
async function openChat(replica: 0 | 1, person: Person, chatId: number, limit = 50): Promise<Page> {
  const url = school.urls[replica];
  const context: BrowserContext = await people.signedIn(url, person.token);
  const query = `chat=${chatId}&user=${person.id}&limit=${limit}`;
  const page = await open(context, `${url}/?${query}`);
  await page.getByText('на связи').waitFor();
  return page;
}

const shown = (page: Page): Promise<string[]> => page.locator('li span').allTextContents();

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel('Сообщение').fill(text);
  await page.getByRole('button', { name: 'Отправить' }).click();
}

async function shows(page: Page, texts: readonly string[]): Promise<void> {
  await eventually(`a page with ${texts.join()}`, async () => {
    return JSON.stringify(await shown(page)) === JSON.stringify(texts);
  });
}

test('pages on two replicas show each message once', async () => {
  const pupil = await addPerson('Пётр', 'student');
  const id = await completeLesson(teacher, pupil);
  const [theirs, own] = await Promise.all([openChat(0, teacher, id), openChat(1, pupil, id)]);

  await write(own, 'Добрый день');
  await shows(theirs, ['Добрый день']);
  await write(theirs, 'Привет!');
  await shows(own, ['Добрый день', 'Привет!']);
  await shows(theirs, ['Добрый день', 'Привет!']);
  expect(await own.locator('li[data-pending]').count()).toBe(0);
});

test('a deleted message disappears from both pages', async () => {
  const pupil = await addPerson('Павел', 'student');
  const id = await completeLesson(teacher, pupil);
  await send(teacher, id, 'остаётся');
  await send(teacher, id, 'лишнее');
  const [theirs, own] = await Promise.all([openChat(0, teacher, id), openChat(1, pupil, id)]);
  await shows(own, ['остаётся', 'лишнее']);

  await theirs.locator('li').last().getByRole('button', { name: 'Удалить' }).click();

  await shows(own, ['остаётся']);
  await shows(theirs, ['остаётся']);
});

test('older messages load before those that are shown', async () => {
  const pupil = await addPerson('Олег', 'student');
  const id = await completeLesson(teacher, pupil);
  for (const text of ['1', '2', '3', '4', '5']) await send(pupil, id, text);
  const page = await openChat(1, teacher, id, 2);
  await shows(page, ['4', '5']);

  const older = page.getByRole('button', { name: 'Раньше' });
  await older.click();
  await shows(page, ['2', '3', '4', '5']);
  await older.click();

  await shows(page, ['1', '2', '3', '4', '5']);
  await older.waitFor({ state: 'detached' });
});

test('a page misses nothing while its replica restarts', async () => {
  const pupil = await addPerson('Роман', 'student');
  const id = await completeLesson(teacher, pupil);
  const page = await openChat(1, pupil, id);
  await send(teacher, id, 'до');
  await shows(page, ['до']);

  await school.second.kill();
  await page.getByText('нет связи').waitFor();
  await send(teacher, id, 'во время');
  await school.second.restart();

  await shows(page, ['до', 'во время']);
});

test('an admin’s page shows a chat of others', async () => {
  const pupil = await addPerson('Степан', 'student');
  const id = await completeLesson(teacher, pupil);
  const page = await openChat(1, admin, id);

  await send(pupil, id, 'видно ли?');

  await shows(page, ['видно ли?']);
});

test('lists of chats have what the school’s clients read', async () => {
  const pupil = await addPerson('Ученик Сидоров', 'student');
  const id = await completeLesson(teacher, pupil);
  await send(teacher, id, 'Домашнее задание на завтра');

  const own = await ask('GET', `${school.urls[1]}/api/chats`, { token: pupil.token });
  expect(own.body).toMatchObject({
    chats: [
      {
        id,
        participant: { id: teacher.id, name: 'Иван Петров', role: 'teacher' },
        last_message: {
          content: 'Домашнее задание на завтра',
          created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/) as string,
        },
        unread_count: 1,
      },
    ],
  });

  const all = await ask('GET', `${school.urls[1]}/api/admin/chats`, { token: admin.token });
  expect(all.body).toMatchObject({
    chats: expect.arrayContaining([
      expect.objectContaining({
        id,
        participants: expect.arrayContaining([
          { id: pupil.id, name: 'Ученик Сидоров', role: 'student' },
          { id: teacher.id, name: 'Иван Петров', role: 'teacher' },
        ]) as unknown,
        messages_count: 1,
        last_message_at: expect.any(String) as string,
      }),
    ]) as unknown,
  });
  for (const { token } of [teacher, student]) {
    const refused = await ask('GET', `${school.urls[0]}/api/admin/chats`, { token });
    expect(refused.status).toBe(403);
  }
});

test('a message is answered as the school’s client stores it', async () => {
  const message = await send(student, chat, 'Текст сообщения');
  expect(message).toMatchObject({
    id: expect.any(Number) as number,
    chat_id: chat,
    sender_id: student.id,
    content: 'Текст сообщения',
    is_deleted: false,
    created_at: expect.stringMatching(/Z$/) as string,
  });

  const path = `/api/messages/${message.id}`;
  const foreign = await ask('DELETE', school.urls[1] + path, { token: teacher.token });
  expect(foreign.status).toBe(403);
  const deleted = await ask('DELETE', school.urls[1] + path, { token: student.token });
  expect(deleted).toMatchObject({ status: 200, body: { success: true } });
});

test('the history pages back by id, in chronological order', async () => {
  const pupil = await addPerson('Фёдор', 'student');
  const id = await completeLesson(teacher, pupil);
  for (const text of ['1', '2', '3']) await send(pupil, id, text);
  const path = `${school.urls[1]}/api/chats/${id}/messages`;

  const newest = await ask<History>('GET', `${path}?limit=2`, { token: teacher.token });
  expect(newest.body.messages.map(({ content }) => content)).toEqual(['2', '3']);
  expect(newest.body.has_more).toBe(true);

  const before = newest.body.messages[0]?.id ?? 0;
  const older = await ask<History>('GET', `${path}?limit=50&before_id=${before}`, {
    token: teacher.token,
  });
  expect(older.body.messages.map(({ content }) => content)).toEqual(['1']);
  expect(older.body.has_more).toBe(false);
});

test.each(['', 'undefined', 'null'])('a first page may have before_id=%s', async (value) => {
  const path = `${school.urls[0]}/api/chats/${chat}/messages?limit=50&before_id=${value}`;
  expect((await ask('GET', path, { token: student.token })).status).toBe(200);
});

test('only the two participants write, and the admin reads', async () => {
  const stranger = await addPerson('Чужой', 'student');
  const url = school.urls[1];
  const body = { chat_id: chat, content: 'впустите' };
  for (const { token } of [stranger, admin]) {
    expect((await ask('POST', `${url}/api/messages`, { token, body })).status).toBe(403);
  }
  const path = `${url}/api/chats/${chat}/messages`;
  expect((await ask('GET', path, { token: stranger.token })).status).toBe(403);
  expect((await ask('GET', path, { token: admin.token })).status).toBe(200);
});

test.each([
  ['empty', ''],
  ['over 10000 characters', 'я'.repeat(10_001)],
])('a text that is %s is refused', async (_, content) => {
  const body = { chat_id: chat, content };
  const answer = await ask('POST', `${school.urls[0]}/api/messages`, {
    token: student.token,
    body,
  });
  expect(answer.status).toBe(400);
});
