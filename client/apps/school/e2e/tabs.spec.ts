import { builtApp } from '@vestnik/testing';

import { expect, SchoolPage, test } from './support/test.ts';

test('ten tabs share one stream that survives its holder', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const replica = await school.replica({ webRoot: builtApp() });
  const first = await open(teacher, { at: replica, path: `/chats/${chatId}` });
  const tabs = [first];
  await expect.poll(() => replica.streams()).toBe(1);
  while (tabs.length < 10) {
    const page = await first.page.context().newPage();
    await page.goto(`/chats/${chatId}`);
    tabs.push(new SchoolPage(page));
  }
  for (const tab of tabs) await expect(tab.conversation(student)).toBeVisible();
  expect(await replica.streams()).toBe(1);
  await school.send(chatId, student, 'во все вкладки');
  for (const tab of tabs) await expect(tab.message('во все вкладки')).toHaveCount(1);
  expect(await replica.streams()).toBe(1);

  // The first tab leads. Between its end and the next one's stream, messages come.
  const sent = ['раз', 'два', 'три', 'четыре', 'пять'].map((word) => `при смене ${word}`);
  const succession = first.page
    .context()
    .waitForEvent('request', (request) => isStream(request.url()));
  await first.page.context().route(
    (url) => isStream(url.href),
    async (route) => {
      for (const text of sent) await school.send(chatId, student, text);
      await route.continue();
    },
    { times: 1 },
  );
  await first.page.close();
  await succession;
  const rest = tabs.slice(1);
  for (const tab of rest) {
    for (const text of sent) await expect(tab.message(text)).toHaveCount(1);
  }
  await expect.poll(() => replica.streams()).toBe(1);
  await school.send(chatId, student, 'после смены');
  for (const tab of rest) await expect(tab.message('после смены')).toHaveCount(1);
});

test('a message written in one tab appears in the others', async ({
  open,
  pair: { teacher, student, chatId },
}) => {
  const one = await open(teacher, { path: `/chats/${chatId}` });
  const other = new SchoolPage(await one.page.context().newPage());
  await other.page.goto(`/chats/${chatId}`);
  await expect(other.conversation(student)).toBeVisible();
  // A tab that lies under another one draws a frame a second.
  await one.page.bringToFront();
  await one.send('из первой вкладки');
  await expect(other.message('из первой вкладки')).toHaveCount(1);
  await other.page.bringToFront();
  await other.send('из второй вкладки');
  await expect(one.message('из второй вкладки')).toHaveCount(1);
  await one.page.bringToFront();
  await one.delete('из второй вкладки');
  await expect(other.message('из второй вкладки')).toHaveCount(0);
});

test('signing out in one tab signs out the others', async ({
  open,
  pair: { teacher, student },
  school,
  watch,
}) => {
  // The stream may end before the other tab is told, which then asks once more.
  watch.expectErrors(/status of 401 .*\/v1\/school\/events/);
  const replica = await school.replica({ webRoot: builtApp() });
  const one = await open(teacher, { at: replica });
  const other = new SchoolPage(await one.page.context().newPage());
  await other.page.goto('/');
  await expect(one.chat(student)).toBeVisible();
  await expect(other.chat(student)).toBeVisible();
  await expect.poll(() => replica.streams()).toBe(1);

  await one.page.bringToFront();
  await one.signOut();

  await expect(other.signInButton).toBeVisible();
  await expect(other.chat(student)).toHaveCount(0);
  await expect.poll(() => replica.streams()).toBe(0);
});

function isStream(url: string): boolean {
  return new URL(url).pathname === '/v1/school/events';
}
