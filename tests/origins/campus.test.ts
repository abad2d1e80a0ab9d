/** The university's front end: its hook in two browsers on two replicas, and its REST service. */
import type { Page } from '@playwright/test';
import { eventually } from '@vestnik/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Answer, ask } from './support/answer.ts';
import { Origin } from './support/origin.ts';
import { buildPages, open, People } from './support/pages.ts';

interface Person {
  readonly id: number;
  readonly name: string;
  readonly token: string;
}

interface Conversation {
  readonly id: string;
}

interface Message {
  readonly id: string;
  readonly text: string | null;
}

const UUID = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/) as string;
const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) as string;

let campus: Origin;
let people: People;
let aigul: Person;
let bakyt: Person;

beforeAll(async () => {
  campus = await Origin.start({ realm: 'campus', pages: await buildPages('campus') });
  people = await People.start();
  aigul = await addPerson('Айгүл');
  bakyt = await addPerson('Бакыт');
});

afterAll(async () => {
  await people.stop();
  await campus.stop();
});

async function addPerson(name: string): Promise<Person> {
  const id = await campus.addUser(name);
  return { id, name, token: campus.token({ user_id: id }) };
}

function call<Body>(
  method: string,
  path: string,
  { token }: Person,
  body?: unknown,
): Promise<Answer<Body>> {
  return ask(method, `${campus.urls[0]}/api/unet-chat${path}`, { token, body });
}

async function begin(one: Person, other: Person): Promise<string> {
  const body = { type: 'private', participant_ids: [other.id] };
  const answer = await call<Conversation>('POST', '/conversations/', one, body);
  expect([200, 201]).toContain(answer.status);
  return answer.body.id;
}

async function send(from: Person, conversation_id: string, text: string): Promise<Message> {
  const body = { conversation_id, sender_id: from.id, text, reply_to: null };
  const answer = await call<Message>('POST', '/messages/', from, body);
  expect(answer.status).toBe(201);
  return answer.body;
}

/** A conversation in the browser of a person, whose log-in has left the token in `localStorage`. */
async function openConversation(replica: 0 | 1, { token }: Person, id: string): Promise<Page> {
  const person = await people.visitor();
  await person.addInitScript((access) => {
    localStorage.setItem('auth_data', JSON.stringify({ access }));
  }, token);
  const page = await open(person, `${campus.urls[replica]}/?conversation=${id}`);
  await page.getByText('Подключено').waitFor();
  return page;
}

async function shows(page: Page, texts: readonly string[]): Promise<void> {
  await eventually(`a page with ${texts.join()}`, async () => {
    const shown = await page.locator('li').allTextContents();
    return JSON.stringify(shown) === JSON.stringify(texts);
  });
}

async function write(page: Page, text: string, button = 'Отправить'): Promise<void> {
  await page.getByLabel('Сообщение').fill(text);
  await page.getByRole('button', { name: button }).click();
}

describe('useWebSocket', () => {
  test('messages appear on both pages, on two replicas', async () => {
    const other = await addPerson('Чынара');
    const id = await begin(aigul, other);
    const [theirs, own] = await Promise.all([
      openConversation(0, aigul, id),
      openConversation(1, other, id),
    ]);
    await write(theirs, 'Привет!');
    await shows(own, ['Привет!']);
    await write(own, 'И тебе', 'Ответить');
    for (const page of [theirs, own]) {
      await shows(page, ['Привет!', 'И тебе']);
      expect(await page.locator('li').last().getAttribute('data-reply-to')).not.toBeNull();
    }
  });

  test('a page reconnects after its replica restarted', async () => {
    const other = await addPerson('Данияр');
    const id = await begin(aigul, other);
    const page = await openConversation(1, other, id);
    await send(aigul, id, 'до');
    await shows(page, ['до']);

    await campus.second.kill();
    await page.getByText('Отключено').waitFor();
    await send(aigul, id, 'во время');
    await campus.second.restart();

    await shows(page, ['до', 'во время']);
    await send(aigul, id, 'после');
    await shows(page, ['до', 'во время', 'после']);
  });

  test('a page that disconnected receives nothing', async () => {
    const other = await addPerson('Элнура');
    const id = await begin(aigul, other);
    const [gone, live] = await Promise.all([
      openConversation(0, aigul, id),
      openConversation(1, other, id),
    ]);
    await gone.getByRole('button', { name: 'Отключиться' }).click();
    await gone.getByText('Отключено').waitFor();
    await send(aigul, id, 'без него');
    await shows(live, ['без него']);
    await shows(gone, []);
  });
});

describe.each([
  ['with', '/'],
  ['without', ''],
])('paths %s a trailing slash', (_, slash) => {
  test('begin, list, show and delete conversations', async () => {
    const other = await addPerson('Жаныл');
    const made = await call<Conversation>('POST', `/conversations${slash}`, other, {
      type: 'private',
      title: null,
      participant_ids: [aigul.id],
    });
    expect(made.status).toBe(201);
    const conversation = {
      id: UUID,
      type: 'private',
      title: null,
      created_by: other.id,
      created_at: TIME,
      service: null,
      service_id: null,
    };
    expect(made.body).toMatchObject(conversation);
    const list = await call<Conversation[]>('GET', `/conversations${slash}`, other);
    expect(list.body).toMatchObject([conversation]);
    const path = `/conversations/${made.body.id}${slash}`;
    expect((await call('GET', path, other)).body).toMatchObject(conversation);
    expect((await call('DELETE', path, other)).status).toBe(204);
    expect((await call('GET', path, other)).status).toBe(404);
  });

  test('send, list, edit and delete messages', async () => {
    const conversation_id = await begin(aigul, await addPerson('Замир'));
    const sent = await call<Message>('POST', `/messages${slash}`, aigul, {
      conversation_id,
      sender_id: aigul.id,
      text: 'Привет!',
      reply_to: null,
    });
    expect(sent.status).toBe(201);
    const message = {
      id: UUID,
      conversation_id,
      sender_id: aigul.id,
      text: 'Привет!',
      reply_to: null,
      is_edited: false,
      created_at: TIME,
    };
    expect(sent.body).toEqual(message);
    const history = `/messages/${conversation_id}${slash}`;
    expect((await call('GET', history, aigul)).body).toEqual([message]);
    const path = `/messages/${sent.body.id}${slash}`;
    const edited = await call('PUT', path, aigul, { text: 'Здравствуйте!' });
    expect(edited.body).toMatchObject({ text: 'Здравствуйте!', is_edited: true });
    expect((await call('PUT', path, bakyt, { text: 'x' })).status).toBe(403);
    expect((await call('DELETE', path, aigul)).status).toBe(204);
    expect((await call('GET', history, aigul)).body).toEqual([]);
  });

  test('add and remove participants of a group', async () => {
    const other = await addPerson('Ислам');
    const body = { type: 'group', title: 'ИВТ-21', participant_ids: [bakyt.id] };
    const group = await call<Conversation>('POST', `/conversations${slash}`, aigul, body);
    expect(group).toMatchObject({ status: 201, body: { type: 'group', title: 'ИВТ-21' } });
    const path = `/conversations/${group.body.id}`;
    const added = await call('POST', `${path}/participants${slash}`, aigul, { user_id: other.id });
    expect(added.status).toBe(201);
    expect((await call('GET', path, other)).status).toBe(200);
    const one = `${path}/participants/${other.id}${slash}`;
    expect((await call('DELETE', one, aigul)).status).toBe(204);
    expect((await call('GET', path, other)).status).toBe(403);
  });
});

test('a pair has one conversation for each service', async () => {
  const other = await addPerson('Кубат');
  const make = (service: object): Promise<Answer<Conversation>> =>
    call('POST', '/conversations/', aigul, {
      type: 'private',
      participant_ids: [other.id],
      ...service,
    });
  const plain = await make({});
  const library = await make({ service: 'library', service_id: '1' });
  const again = await make({ service: 'library', service_id: '1' });
  expect(library.status).toBe(201);
  expect(library.body).toMatchObject({ service: 'library', service_id: '1' });
  expect(library.body.id).not.toBe(plain.body.id);
  expect(again).toMatchObject({ status: 200, body: { id: library.body.id } });
});

test('an expired or missing token is 401, a stranger 403', async () => {
  const id = await begin(aigul, bakyt);
  const stranger = await addPerson('Лира');
  const expired = { ...aigul, token: campus.token({ user_id: aigul.id, exp: 1 }) };
  expect((await call('GET', '/conversations/', expired)).status).toBe(401);
  expect((await call('GET', `/messages/${id}`, stranger)).status).toBe(403);
  const foreign = { conversation_id: id, sender_id: bakyt.id, text: 'не я', reply_to: null };
  expect((await call('POST', '/messages/', aigul, foreign)).status).toBe(403);
});

test('a list without limit has all of more than a hundred', async () => {
  const owner = await addPerson('Мээрим');
  for (let count = 0; count < 101; count += 1) {
    const body = { type: 'group', title: `Группа ${count}`, participant_ids: [bakyt.id] };
    expect((await call('POST', '/conversations/', owner, body)).status).toBe(201);
  }
  const list = await call<Conversation[]>('GET', '/conversations/', owner);
  expect(list.body).toHaveLength(101);
});
