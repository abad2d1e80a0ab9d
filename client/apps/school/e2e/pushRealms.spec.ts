/** Notifications of several realms in one browser, whose applications share the service worker. */
import {
  clickNotification,
  deliver,
  replacePushService,
  shownNotifications,
  workerCalls,
} from '@vestnik/testing/push';

import { expect, test } from './support/test.ts';

test.use({ realms: 'school,messenger,direct', serviceWorkers: 'allow' });

for (const realm of ['messenger', 'direct']) {
  test(`notifications of ${realm} stay off until switched on`, async ({
    open,
    pair: { student },
  }) => {
    const path = `/${realm}/account`;
    const tab = await open(student, { path, permissions: ['notifications'] });
    await tab.waitForOfflineCache();
    await replacePushService(tab.page);
    const off = tab.page.getByRole('radio', { name: 'Выключены' });
    const on = tab.page.getByRole('radio', { name: 'Включены' });
    await expect(off).toBeChecked();
    await expect(tab.page.getByRole('switch', { name: 'Звук новых сообщений' })).toBeVisible();
    await expect(tab.page.getByRole('switch', { name: 'Тихие часы' })).toBeVisible();

    const saved = tab.page.waitForResponse(`**/v1/${realm}/push/subscriptions/*`);
    await tab.page.getByText('Включены').click();
    expect((await saved).status()).toBe(204);
    await expect(on).toBeChecked();
    const owner = () => tab.page.evaluate(() => localStorage.getItem('vestnik:push-owner'));
    await expect.poll(owner).toBe(JSON.stringify({ userId: student.id, realms: [realm] }));

    const removed = tab.page.waitForResponse(`**/v1/${realm}/push/subscriptions/*`);
    await tab.page.getByText('Выключены').click();
    expect((await removed).status()).toBe(204);
    await expect(off).toBeChecked();
  });
}

test('a notification’s click opens a window of its realm', async ({
  open,
  pair: { teacher, student, chatId },
  watch,
}) => {
  const tab = await open(student, { path: '/lessons', permissions: ['notifications'] });
  await tab.waitForOfflineCache();
  const context = tab.page.context();
  const messenger = await context.newPage();
  await messenger.goto('/messenger/account');
  // A page of this origin that is none of this build.
  const foreign = await context.newPage();
  await foreign.goto('/health');
  const push = { message_id: 1, title: teacher.name, body: 'текст' };

  await deliver(tab.page, { ...push, realm: 'school', chat_id: chatId });
  await expect.poll(() => shownNotifications(tab.page)).toHaveLength(1);
  await clickNotification(context);
  await expect(tab.conversation(teacher)).toBeVisible();

  await deliver(tab.page, { ...push, realm: 'messenger', chat_id: chatId });
  await expect.poll(() => shownNotifications(tab.page)).toHaveLength(1);
  await clickNotification(context);
  await expect(messenger).toHaveURL(new RegExp(`/messenger/chats/${chatId}$`));

  await deliver(tab.page, { ...push, realm: 'direct', chat_id: 5 });
  await expect.poll(() => shownNotifications(tab.page)).toHaveLength(1);
  await clickNotification(context);
  await expect.poll(async () => (await workerCalls(context)).opened).toEqual(['/direct/chats/5']);
  await expect(foreign).toHaveURL(/\/health$/);
  // The messenger has no chat with that id.
  watch.expectErrors(/status of 404 .*\/v1\/messenger\/chats\//);
});

test('chats of two realms have separate notifications', async ({
  open,
  pair: { teacher, student, chatId },
}) => {
  const tab = await open(student, { path: '/lessons', permissions: ['notifications'] });
  await tab.waitForOfflineCache();
  const push = { chat_id: chatId, message_id: 1, title: teacher.name, body: 'текст' };
  await deliver(tab.page, { ...push, realm: 'school' });
  await expect.poll(() => shownNotifications(tab.page)).toHaveLength(1);
  await deliver(tab.page, { ...push, realm: 'messenger' });
  await expect.poll(() => shownNotifications(tab.page)).toHaveLength(2);
  // The icon of the installed application counts them while no page runs.
  expect((await workerCalls(tab.page.context())).badges).toEqual([1, 2]);
});
