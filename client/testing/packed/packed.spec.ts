/** The packed packages in new applications: the examples of the READMEs are chats in each realm. */
import { readFile } from 'node:fs/promises';

import { request, School, PageErrorMonitor, type Person, type Replica } from '@vestnik/testing';
import { expect, test as base } from '@playwright/test';

import { FreshApp, readmeExample } from './freshApp.ts';

const REALMS = ['school', 'campus', 'messenger', 'direct', 'market'] as const;

interface Fixtures {
  readonly app: FreshApp;
  readonly school: School;
  /** Serves the built application: the examples of kit, desk and campus. */
  readonly replica: Replica;
  /** Serves an application with React 18. */
  readonly react18: Replica;
  readonly people: { readonly anna: Person; readonly boris: Person };
}

// One worker: packing and installing are what takes time.
base.describe.configure({ mode: 'default' });

const test = base.extend<object, Fixtures>({
  app: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const app = await FreshApp.create();
      await use(app);
      await app.delete();
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  school: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the pattern
    async ({}, use) => {
      const school = await School.start();
      await use(school);
      await school.stop();
    },
    { scope: 'worker' },
  ],
  replica: [
    async ({ app, school }, use) => {
      const webRoot = await app.build([
        { name: 'index', script: await readmeExample('kit') },
        { name: 'desk', script: await readmeExample('desk') },
        { name: 'campus', script: await readmeExample('campus') },
      ]);
      await use(await school.replica({ webRoot, realms: REALMS.join() }));
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  react18: [
    async ({ app, school }, use) => {
      const other = await app.withReact18();
      const script = await readFile(new URL('react18.tsx', import.meta.url), 'utf8');
      const webRoot = await other.build([{ name: 'index', script }]);
      await use(await school.replica({ webRoot, realms: REALMS.join() }));
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  people: [
    async ({ school }, use) => {
      const anna = await school.person({ role: 'teacher' });
      const boris = await school.person({ role: 'student' });
      await use({ anna, boris });
    },
    { scope: 'worker' },
  ],
});

test('publint and arethetypeswrong find nothing', async ({ app }) => {
  await app.lint();
});

/** A chat of the two; its id. */
async function createChat(
  { school, replica, people }: Pick<Fixtures, 'school' | 'replica' | 'people'>,
  realm: string,
): Promise<number> {
  const { anna, boris } = people;
  if (realm === 'school') return school.chat(anna, boris);
  const body =
    realm === 'market'
      ? { type: 'listing', listing_id: 7, member_ids: [boris.id] }
      : { type: 'private', member_ids: [boris.id] };
  const url = `${replica.url}/v1/${realm}/chats`;
  const { id } = await request<{ id: number }>('POST', url, { token: anna.token, body });
  return id;
}

for (const realm of REALMS) {
  test(`the example is a chat of ${realm}`, async ({ page, context, school, replica, people }) => {
    const { anna, boris } = people;
    const watch = new PageErrorMonitor();
    watch.context(context, replica.url);
    const chatId = await createChat({ school, replica, people }, realm);
    const messages = `${replica.url}/v1/${realm}/chats/${String(chatId)}/messages`;
    const hello = { text: `Здравствуйте из ${realm}` };
    await request('POST', messages, { token: boris.token, body: hello });

    await page.goto(`${replica.url}/?realm=${realm}#${anna.token}`);
    await page.getByRole('button', { name: boris.name, exact: true }).click();
    await expect(page.getByRole('article').filter({ hasText: hello.text })).toBeVisible();
    await page.getByRole('textbox', { name: 'Сообщение', exact: true }).fill('Привет!');
    await page.getByRole('button', { name: 'Отправить', exact: true }).click();
    const read = async () => {
      const options = { token: boris.token };
      const answer = await request<{ messages: { text: string }[] }>('GET', messages, options);
      return answer.messages.map(({ text }) => text);
    };
    await expect.poll(read).toEqual([hello.text, 'Привет!']);
    expect(watch.errors).toEqual([]);
  });
}

test('the campus example is a chat', async ({ page, school, replica, people }) => {
  const { anna, boris } = people;
  const chatId = await createChat({ school, replica, people }, 'campus');
  const messages = `${replica.url}/v1/campus/chats/${String(chatId)}/messages`;
  await request('POST', messages, { token: boris.token, body: { text: 'Лекция перенесена' } });

  await page.addInitScript((access) => {
    localStorage.setItem('auth_data', JSON.stringify({ access }));
  }, anna.token);
  await page.goto(`${replica.url}/campus.html`);
  await page.getByRole('button', { name: boris.name, exact: true }).click();
  await expect(page.getByRole('article').filter({ hasText: 'Лекция перенесена' })).toBeVisible();
});

test('the desk example lists an unanswered chat', async ({ page, school, replica, people }) => {
  const { anna, boris } = people;
  const chatId = await createChat({ school, replica, people }, 'school');
  await school.send(chatId, boris, 'Можно перенести занятие?');
  await page.goto(`${replica.url}/desk.html#${school.admin.token}`);
  await expect(page.getByRole('heading', { name: 'Обзор', level: 1 })).toBeVisible();
  const waiting = page.getByRole('list', { name: 'Чаты без ответа' }).getByRole('listitem');
  await expect(waiting).toContainText('Можно перенести занятие?');
  await expect(waiting).toContainText(`Не ответил: ${anna.name}`);
});

test('the hooks work with React 18', async ({ page, school, react18, people }) => {
  const { anna, boris } = people;
  const chatId = await createChat({ school, replica: react18, people }, 'messenger');
  const messages = `${react18.url}/v1/messenger/chats/${String(chatId)}/messages`;
  await request('POST', messages, { token: boris.token, body: { text: 'to React 18' } });

  await page.goto(`${react18.url}/#${anna.token}`);
  await expect(page.getByText('to React 18')).toBeVisible();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('from React 18')).toBeVisible();
});
