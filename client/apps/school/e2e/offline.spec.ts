import type { Page } from '@playwright/test';
import { builtApp, type School } from '@vestnik/testing';

import { MESSAGES } from './support/schoolPage.ts';
import { expect, test } from './support/test.ts';

test.use({ serviceWorkers: 'allow' });

async function contents(school: School, chatId: number): Promise<string[]> {
  return (await school.messages(chatId)).map(({ content }) => content);
}

/** Whether a local copy of the chats has a draft. */
async function hasStoredDraft(page: Page): Promise<boolean> {
  return page.evaluate(
    () =>
      new Promise<boolean>((resolve, reject) => {
        const opening = indexedDB.open('vestnik-school-copies');
        opening.onerror = () => {
          reject(new Error('there are no copies'));
        };
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('copies').objectStore('copies').getAll();
          reading.onsuccess = () => {
            database.close();
            resolve(JSON.stringify(reading.result).includes(String.raw`\"draft\":{`));
          };
        };
      }),
  );
}

test('an offline message is sent once after reload and reconnection', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const hers = await open(teacher);
  const his = await open(student);
  await his.openChat(teacher);
  await hers.openChat(student);
  await hers.waitForOfflineCache();

  await hers.page.context().setOffline(true);
  await expect(hers.connection).toHaveText('Нет соединения');
  await hers.send('написано без сети');
  await expect(hers.message('написано без сети')).toBeVisible();
  await hers.page.reload();
  await expect(hers.message('написано без сети')).toBeVisible();
  await expect(hers.connection).toHaveText('Нет соединения');
  expect(await contents(school, chatId)).toEqual([]);
  await hers.page.context().setOffline(false);

  await expect(his.message('написано без сети')).toBeVisible();
  await expect(hers.message('написано без сети')).toHaveCount(1);
  await hers.page.reload();
  await expect(hers.message('написано без сети')).toHaveCount(1);
  expect(await contents(school, chatId)).toEqual(['написано без сети']);
});

test('a draft sent offline does not return', async ({
  open,
  pair: { teacher, student },
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher);
  await tab.openChat(student);
  await tab.waitForOfflineCache();
  const isSaved = tab.page.waitForResponse((response) => response.url().endsWith('/draft'));
  await tab.composer.fill('начато в сети');
  await isSaved;
  await expect.poll(() => hasStoredDraft(tab.page)).toBe(true);
  await tab.page.context().setOffline(true);
  await tab.sendButton.click();
  await expect(tab.message('начато в сети')).toBeVisible();
  await expect.poll(() => hasStoredDraft(tab.page)).toBe(false);
  await tab.page.reload();
  await expect(tab.message('начато в сети')).toBeVisible();
  await expect(tab.composer).toHaveValue('');
});

test('offline messages arrive once and in order', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher);
  await tab.openChat(student);
  await tab.send('ещё в сети');
  await expect.poll(() => contents(school, chatId)).toEqual(['ещё в сети']);

  await tab.page.context().setOffline(true);
  const written = ['раз', 'два', 'три', 'четыре', 'пять'].map((word) => `без сети ${word}`);
  for (const text of written) {
    await tab.send(text);
    await expect(tab.message(text)).toBeVisible();
  }
  await tab.page.context().setOffline(false);

  const expected = ['ещё в сети', ...written];
  await expect.poll(() => contents(school, chatId)).toEqual(expected);
  await expect(tab.log.getByRole('article')).toHaveCount(expected.length);
  for (const [index, text] of expected.entries()) {
    await expect(tab.log.getByRole('article').nth(index)).toContainText(text);
  }
});

test('a message written during an outage is sent once', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const replica = await school.replica({ webRoot: builtApp() });
  const tab = await open(teacher, { at: replica });
  await tab.openChat(student);
  await tab.waitForOfflineCache();

  await replica.kill();
  await tab.send('первое в простой');
  await tab.page.reload();
  await expect(tab.message('первое в простой')).toBeVisible();
  await tab.send('второе в простой');
  await expect(tab.message('второе в простой')).toBeVisible();
  await replica.restart();

  const expected = ['первое в простой', 'второе в простой'];
  await expect.poll(() => contents(school, chatId)).toEqual(expected);
  await expect(tab.log.getByRole('article')).toHaveCount(2);
});

test('starts offline with the stored user, loads chats when online', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher);
  await expect(tab.chat(student)).toBeVisible();
  await tab.waitForOfflineCache();
  await tab.page.context().setOffline(true);
  await tab.page.reload();
  await expect(tab.connection).toHaveText('Нет соединения');
  await expect(tab.signInButton).toHaveCount(0);
  await school.send(chatId, student, 'пришло, пока не было сети');
  await tab.page.context().setOffline(false);
  await expect(tab.unread(student, 1)).toBeVisible();
});

test('a message whose answer was lost is sent once', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher);
  await tab.openChat(student);
  let lost = 0;
  await tab.page.route(MESSAGES, async (route) => {
    if (lost === 3 || route.request().method() !== 'POST') return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort('connectionreset');
  });
  await tab.send('ответ потеряется');
  await expect.poll(() => lost).toBe(3);
  await tab.send('следом');
  await expect.poll(() => contents(school, chatId)).toEqual(['ответ потеряется', 'следом']);
  await expect(tab.log.getByRole('article')).toHaveCount(2);
  await expect(tab.log.getByText('отправляется')).toHaveCount(0);
  await tab.page.reload();
  await expect(tab.message('следом')).toBeVisible();
  await expect(tab.log.getByRole('article')).toHaveCount(2);
});

test('a refused message can be retried or discarded', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher);
  await tab.openChat(student);
  await tab.rejectMessages();
  await tab.send('сначала откажут');
  const failed = tab.message('сначала откажут');
  const retry = failed.getByRole('button', { name: 'Повторить', exact: true });
  await expect(retry).toBeVisible();
  await tab.send('это не нужно');
  await tab.message('это не нужно').getByRole('button', { name: 'Удалить', exact: true }).click();
  await expect(tab.message('это не нужно')).toHaveCount(0);
  await tab.page.unrouteAll();
  await retry.click();
  await expect.poll(() => contents(school, chatId)).toEqual(['сначала откажут']);
  await expect(retry).toHaveCount(0);
  await expect(tab.message('сначала откажут')).toHaveCount(1);
});
