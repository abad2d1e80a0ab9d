/** The packed packages in new applications: the examples of the READMEs are chats in each realm. */
import { request, PageErrorMonitor, type Person, type Replica } from '@vestnik/testing';
import { pdfFile } from '@vestnik/testing/pdf';
import { expect, type Page } from '@playwright/test';

import type { AppServer } from './appServer.ts';
import { REALMS, test, type Fixtures } from './fixtures.ts';

// One worker, which packs and installs once.
test.describe.configure({ mode: 'default' });

/** A chat of the two; its id. */
async function createChat(
  { school, people }: Pick<Fixtures, 'school' | 'people'>,
  { url }: Pick<Replica, 'url'>,
  realm: string,
): Promise<number> {
  const { anna, boris } = people;
  if (realm === 'school') return school.chat(anna, boris);
  const body =
    realm === 'market'
      ? { type: 'listing', listing_id: 7, user_ids: [boris.id] }
      : { type: 'private', user_ids: [boris.id] };
  const options = { token: anna.token, body };
  const { id } = await request<{ id: number }>('POST', `${url}/v1/${realm}/chats`, options);
  return id;
}

/** The texts of a chat's messages, as one of its people reads them. */
async function textsIn(messages: string, { token }: Person): Promise<string[]> {
  const answer = await request<{ messages: { text: string }[] }>('GET', messages, { token });
  return answer.messages.map(({ text }) => text);
}

/** The page of an application with the chats of a user: of the kit in the messenger, or of the campus. */
interface ChatsPage {
  readonly url: string;
  readonly part: 'kit' | 'campus';
  readonly user: Person;
}

async function openChats(page: Page, { url, part, user }: ChatsPage): Promise<void> {
  await page.addInitScript((access) => {
    localStorage.setItem('auth_data', JSON.stringify({ access }));
  }, user.token);
  await page.goto(part === 'kit' ? `${url}#${user.token}` : url);
}

test('publint and arethetypeswrong find nothing', async ({ app }) => {
  await app.lint();
});

for (const realm of REALMS) {
  test(`the example is a chat of ${realm}`, async ({ page, context, school, vite8, people }) => {
    const { anna, boris } = people;
    const watch = new PageErrorMonitor();
    watch.context(context, vite8.url);
    const chatId = await createChat({ school, people }, vite8, realm);
    const messages = `${vite8.url}/v1/${realm}/chats/${String(chatId)}/messages`;
    const hello = { text: `Здравствуйте из ${realm}` };
    await request('POST', messages, { token: boris.token, body: hello });

    await page.goto(`${vite8.url}/?realm=${realm}#${anna.token}`);
    await page.getByRole('button', { name: boris.name, exact: true }).click();
    await expect(page.getByRole('article').filter({ hasText: hello.text })).toBeVisible();
    await page.getByRole('textbox', { name: 'Сообщение', exact: true }).fill('Привет!');
    await page.getByRole('button', { name: 'Отправить', exact: true }).click();
    await expect.poll(() => textsIn(messages, boris)).toEqual([hello.text, 'Привет!']);
    expect(watch.errors).toEqual([]);
  });
}

test('the desk example lists an unanswered chat', async ({ page, school, vite8, people }) => {
  const { anna, boris } = people;
  const chatId = await createChat({ school, people }, vite8, 'school');
  await school.send(chatId, boris, 'Можно перенести занятие?');
  await page.goto(`${vite8.url}/desk.html#${school.admin.token}`);
  await expect(page.getByRole('heading', { name: 'Обзор', level: 1 })).toBeVisible();
  const waiting = page.getByRole('list', { name: 'Чаты без ответа' }).getByRole('listitem');
  await expect(waiting).toContainText('Можно перенести занятие?');
  await expect(waiting).toContainText(`Не ответил: ${anna.name}`);
});

const PAGES = { kit: '/', campus: '/campus.html' };

/** Where each bundler serves the example of each part. */
const SERVED = [
  { by: 'Vite 8', pages: PAGES, test: at(({ vite8 }, use) => use(vite8)) },
  { by: 'Vite 7', pages: PAGES, test: at(({ vite7 }, use) => use(vite7)) },
  { by: "Vite 7's developer server", pages: PAGES, test: at(({ vite7Dev }, use) => use(vite7Dev)) },
  { by: 'Next', pages: { kit: '/kit', campus: '/campus' }, test: at(({ next }, use) => use(next)) },
];

for (const { by, pages, test: served } of SERVED) {
  for (const part of ['kit', 'campus'] as const) {
    served(`${part} by ${by} opens a PDF`, async ({ page, context, school, server, people }) => {
      const watch = new PageErrorMonitor();
      watch.context(context, server.url);
      const { anna, boris } = people;
      await createChat({ school, people }, server, part === 'kit' ? 'messenger' : 'campus');
      await openChats(page, { url: server.url + pages[part], part, user: anna });
      await page.getByRole('button', { name: boris.name, exact: true }).click();
      const name = `${part}-${by.replace(/\W/g, '')}.pdf`;
      await sendPdf(page, name);

      await page.getByRole('link', { name: `Открыть: ${name}` }).click();
      const viewer = page.getByRole('dialog', { name });
      const canvas = viewer.getByRole('figure', { name: 'Страница 1 из 2' }).locator('canvas');
      await expect(canvas).toHaveAttribute('aria-busy', 'false');
      const [red, green] = await canvas.evaluate((element: HTMLCanvasElement) => {
        const { width, height } = element;
        return element.getContext('2d')?.getImageData(width * 0.2, height * 0.14, 1, 1).data ?? [];
      });
      expect([red, green]).toEqual([255, 0]);
      expect(watch.errors).toEqual([]);
    });
  }
}

test('Next renders the components on its server', async ({ next }) => {
  for (const path of ['/kit', '/campus']) {
    const html = await (await fetch(next.url + path)).text();
    expect(html).toContain('<h1>Fresh app</h1>');
    expect(html).toMatch(/class="[^"]*vestnik/);
  }
});

test('what Next rendered becomes English in an English browser', async ({
  browser,
  next,
  people,
}) => {
  const context = await browser.newContext({ locale: 'en-US' });
  const watch = new PageErrorMonitor();
  watch.context(context, next.url);
  const page = await context.newPage();
  await openChats(page, { url: `${next.url}/kit`, part: 'kit', user: people.anna });
  await expect(page.getByRole('heading', { name: 'Chats', exact: true })).toBeVisible();
  expect(watch.errors).toEqual([]);
  await context.close();
});

const REACT = [
  { version: 18, test: at(({ react18 }, use) => use(react18)) },
  { version: 19, test: at(({ vite8 }, use) => use(vite8)) },
];

for (const { version, test: served } of REACT) {
  served(
    `the SDK's example is a chat with React ${version}`,
    async ({ page, school, server, people }) => {
      const { anna, boris } = people;
      const chatId = await createChat({ school, people }, server, 'campus');
      const messages = `${server.url}/v1/campus/chats/${chatId}/messages`;
      await request('POST', messages, { token: boris.token, body: { text: 'to the example' } });

      await page.addInitScript((token) => {
        localStorage.setItem('token', token);
      }, anna.token);
      await page.goto(`${server.url}/sdk.html#${chatId}`);
      await expect(page.getByText('to the example').first()).toBeVisible();
      const sent = `from React ${version}`;
      await page.getByRole('textbox').fill(sent);
      await page.keyboard.press('Enter');
      await expect(page.getByText(sent)).toBeVisible();
      await expect(page.getByRole('textbox')).toHaveValue('');
      await expect.poll(() => textsIn(messages, boris)).toContain(sent);
    },
  );
}

/** The tests at a server of the fixtures. */
function at(
  serve: (
    fixtures: Fixtures,
    use: (server: Pick<AppServer, 'url'>) => Promise<void>,
  ) => Promise<void>,
) {
  return test.extend<{ server: Pick<AppServer, 'url'> }>({ server: serve });
}

async function sendPdf(page: Page, name: string): Promise<void> {
  const buffer = Buffer.from(pdfFile(2));
  const file = { name, mimeType: 'application/pdf', buffer };
  await page.locator('input[type="file"]').first().setInputFiles(file);
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
}
