/** Notifications by Web Push. No push service is reached: the browser is given what one delivers. */
import {
  countNotes,
  countPermissionRequests,
  focus,
  lastBadge,
  notes,
  permissionRequests,
  recordBadges,
  unfocus,
} from '@vestnik/testing/alerts';
import {
  clickNotification,
  deliver,
  replacePushService,
  shownNotifications,
} from '@vestnik/testing/push';

import { expect, type SchoolPage, test } from './support/test.ts';

test.use({ serviceWorkers: 'allow' });

/** Counts the notes that the account page plays. */
async function countAccountNotes({ page }: SchoolPage): Promise<void> {
  await countNotes(page.getByRole('heading', { name: 'Аккаунт', exact: true }));
}

test('a push shows a notification that opens the chat', async ({
  open,
  pair: { teacher, student, chatId },
}) => {
  const tab = await open(student, { path: '/lessons', permissions: ['notifications'] });
  await tab.waitForOfflineCache();
  const push = { realm: 'school', chat_id: chatId, message_id: 1, title: teacher.name };
  await deliver(tab.page, { ...push, body: 'первое' });
  await deliver(tab.page, { ...push, body: 'второе' });
  // The second replaces the first, which is of the same chat.
  expect(await shownNotifications(tab.page)).toEqual([{ title: teacher.name, body: 'второе' }]);

  await clickNotification(tab.page.context());
  await expect(tab.conversation(teacher)).toBeVisible();
  await expect.poll(() => shownNotifications(tab.page)).toEqual([]);
});

test('a browser subscribes only once notifications are switched on', async ({
  open,
  pair: { student },
}) => {
  const tab = await open(student, { path: '/account', permissions: ['notifications'] });
  await tab.waitForOfflineCache();
  await replacePushService(tab.page);
  const [off, on] = [
    tab.page.getByRole('radio', { name: 'Выключены' }),
    tab.page.getByRole('radio', { name: 'Включены' }),
  ];
  await expect(off).toBeChecked();

  const saved = tab.page.waitForResponse('**/v1/school/push/subscriptions/*');
  await tab.page.getByText('Включены').click();
  expect((await saved).status()).toBe(204);
  await expect(on).toBeChecked();

  const removed = tab.page.waitForResponse('**/v1/school/push/subscriptions/*');
  await tab.page.getByText('Выключены').click();
  expect((await removed).status()).toBe(204);
  await expect(off).toBeChecked();
});

test('the title and the app badge show unread messages', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const tab = await open(teacher);
  await recordBadges(tab.page);
  await tab.page.reload();
  const badge = () => lastBadge(tab.page);
  await expect.poll(badge).toBe(0);
  await school.send(chatId, student, 'Раз');
  await school.send(chatId, student, 'Два');
  await expect.poll(badge).toBe(2);
  await expect(tab.page).toHaveTitle(/^\(2\)/);
  await tab.openChat(student);
  await expect.poll(badge).toBe(0);
  await expect(tab.page).toHaveTitle(/^[^(]/);
});

test('new messages in the background sound once per batch', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const tab = await open(teacher, { path: '/account' });
  await countAccountNotes(tab);
  await school.send(chatId, student, 'В открытом окне');
  await expect(tab.page).toHaveTitle(/^\(1\)/);
  expect(await notes(tab.page)).toBe(0);

  await unfocus(tab.page);
  await school.send(chatId, student, 'В фоне');
  await expect.poll(() => notes(tab.page)).toBe(2);
  await school.send(chatId, student, 'Сразу следом');
  await expect(tab.page).toHaveTitle(/^\(3\)/);
  expect(await notes(tab.page)).toBe(2);
});

test('muted chats and switched-off sounds stay silent', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const other = await school.person({ role: 'student' });
  const audibleId = await school.chat(teacher, other);
  const tab = await open(teacher);
  await tab.chooseOfChat(student, 'Без звука навсегда');
  await tab.page.goto('/account');
  await countAccountNotes(tab);
  await unfocus(tab.page);
  await school.send(chatId, student, 'В чате без звука');
  await school.send(audibleId, other, 'В чате со звуком');
  // By then the one before it has been silent.
  await expect.poll(() => notes(tab.page)).toBe(2);

  await tab.section('Чаты');
  await tab.chooseOfChat(student, 'Включить звук');
  await tab.page.goto('/account');
  const sound = tab.page.getByRole('switch', { name: 'Звук новых сообщений' });
  await expect(sound).toBeChecked();
  await sound.click();
  await tab.page.reload();
  await expect(sound).not.toBeChecked();
  await countAccountNotes(tab);
  await unfocus(tab.page);
  await school.send(chatId, student, 'Без звука в браузере');
  await expect(tab.page).toHaveTitle(/^\(\d+\)/);
  expect(await notes(tab.page)).toBe(0);
});

test('notifications are offered once and requested by button only', async ({
  open,
  pair: { teacher, student },
}) => {
  const tab = await open(teacher);
  await tab.page.addInitScript(countPermissionRequests);
  await tab.page.reload();
  await tab.waitForOfflineCache();
  await tab.openChat(student);
  const offer = tab.page.getByRole('group', { name: /^Сообщать об ответах/ });
  await tab.send('Первое');
  await expect(offer).toBeVisible();
  expect(await permissionRequests(tab.page)).toBe(0);
  await offer.getByRole('button', { name: 'Не предлагать' }).click();
  await expect(offer).toBeHidden();

  await tab.page.reload();
  await tab.send('Второе');
  await expect(tab.message('Второе').getByText('отправлено')).toBeAttached();
  await expect(offer).toBeHidden();
  expect(await permissionRequests(tab.page)).toBe(0);
});

test('the offer of notifications subscribes the browser', async ({
  open,
  pair: { teacher, student },
}) => {
  const tab = await open(teacher);
  await tab.page.addInitScript(countPermissionRequests);
  await tab.page.reload();
  await tab.waitForOfflineCache();
  await replacePushService(tab.page);
  await tab.openChat(student);
  await tab.send('Первое');
  const saved = tab.page.waitForResponse('**/v1/school/push/subscriptions/*');
  await tab.page.getByRole('button', { name: 'Включить', exact: true }).click();
  expect((await saved).status()).toBe(204);
  expect(await permissionRequests(tab.page)).toBe(1);
  await expect(tab.page.getByRole('group', { name: /^Сообщать об ответах/ })).toBeHidden();
});

test('pages without Web Locks run without sounds and errors', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const tab = await open(teacher);
  await tab.page.addInitScript(() => {
    delete (Navigator.prototype as { locks?: LockManager }).locks;
  });
  await tab.page.reload();
  await tab.openChat(student);
  await unfocus(tab.page);
  await focus(tab.page);
  await school.send(chatId, student, 'Без замков');
  await expect(tab.message('Без замков')).toBeVisible();
});
