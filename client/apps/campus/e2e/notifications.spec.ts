/** Sound, the number on the icon, Web Push, and the installed application of its own scope. */
import {
  countNotes,
  countPermissionRequests,
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
  untilShown,
  workerCalls,
} from '@vestnik/testing/push';

import {
  ALISA,
  ANNA,
  type CampusPage,
  DMITRY,
  expect,
  MAKSIM,
  POLINA,
  test,
} from './support/test.ts';

test.use({ serviceWorkers: 'allow' });

const OFFER = /^Сообщать об ответах/;

function settingsButton({ page }: CampusPage) {
  return page.getByRole('button', { name: 'Уведомления', exact: true });
}

/** The number of the open chat in the native API, by which notifications name it. */
async function openChatId({ page }: CampusPage): Promise<number> {
  return page.evaluate(async () => {
    const uuid = new URLSearchParams(location.search).get('conversation') ?? '';
    const { access } = JSON.parse(localStorage.getItem('auth_data') ?? '{}') as { access: string };
    const headers = { Authorization: `Bearer ${access}` };
    const answer = await fetch(`/v1/campus/chats/by-uuid/${uuid}`, { headers });
    return ((await answer.json()) as { id: number }).id;
  });
}

test('background messages sound unless the sound is off', async ({ open }) => {
  const anna = await open(ANNA);
  const dmitry = await open(DMITRY);
  await dmitry.createPrivate(ANNA);
  await dmitry.send('В открытом окне');
  await expect(anna.conversation(DMITRY.name)).toContainText('В открытом окне');
  await countNotes(anna.page.getByRole('heading', { name: 'Кампус', exact: true }));
  await unfocus(anna.page);
  await dmitry.send('В фоне');
  await expect.poll(() => notes(anna.page)).toBe(2);

  await anna.page.reload();
  await settingsButton(anna).click();
  const sound = anna.dialog.getByRole('switch', { name: 'Звук новых сообщений' });
  await expect(sound).toBeChecked();
  await sound.click();
  await anna.page.reload();
  await settingsButton(anna).click();
  await expect(sound).not.toBeChecked();
  await countNotes(anna.dialog.getByRole('heading', { name: 'Уведомления' }));
  await unfocus(anna.page);
  await dmitry.send('Без звука');
  await expect(anna.conversation(DMITRY.name)).toContainText('Без звука');
  expect(await notes(anna.page)).toBe(0);
});

test('the app badge counts unread messages', async ({ open }) => {
  const anna = await open(ANNA);
  await recordBadges(anna.page);
  await anna.page.reload();
  const badge = () => lastBadge(anna.page);
  const polina = await open(POLINA);
  await polina.createPrivate(ANNA);
  await anna.open(POLINA.name);
  await expect.poll(badge).toBeDefined();
  const before = (await badge()) ?? 0;
  await anna.createPrivate(MAKSIM);
  await polina.send('Раз');
  await polina.send('Два');
  await expect.poll(badge).toBe(before + 2);
  await anna.open(POLINA.name);
  await expect.poll(badge).toBe(before);
});

test('notifications are offered after sending, and end by switch', async ({ open }) => {
  const alisa = await open(ALISA);
  const { page } = alisa;
  await page.addInitScript(countPermissionRequests);
  await page.reload();
  await alisa.waitForOfflineCache();
  await replacePushService(page);
  await alisa.createPrivate(POLINA);
  const offer = page.getByRole('group', { name: OFFER });
  await expect(offer).toBeHidden();
  await alisa.send('Первое');
  await expect(offer).toBeVisible();
  expect(await permissionRequests(page)).toBe(0);
  const saved = page.waitForResponse('**/v1/campus/push/subscriptions/*');
  await offer.getByRole('button', { name: 'Включить', exact: true }).click();
  expect((await saved).status()).toBe(204);
  expect(await permissionRequests(page)).toBe(1);
  await expect(offer).toBeHidden();
  // Beside that of the school's application, whose worker is another one.
  expect(await page.evaluate(() => Object.keys(localStorage))).toContain(
    'vestnik:push-owner:/campus/',
  );

  await settingsButton(alisa).click();
  await expect(alisa.dialog.getByRole('radio', { name: 'Включены' })).toBeChecked();
  const removed = page.waitForResponse('**/v1/campus/push/subscriptions/*');
  await alisa.dialog.getByText('Выключены').click();
  expect((await removed).status()).toBe(204);
  await expect(alisa.dialog.getByRole('radio', { name: 'Выключены' })).toBeChecked();
});

test('a notification’s click opens its conversation', async ({ open }) => {
  const anna = await open(ANNA, { permissions: ['notifications'] });
  const { page } = anna;
  await anna.waitForOfflineCache();
  await anna.createPrivate(MAKSIM);
  await anna.send('Ответьте, пожалуйста');
  await anna.isSent('Ответьте, пожалуйста');
  const chatId = await openChatId(anna);
  await anna.createPrivate(DMITRY);
  const push = { realm: 'campus', chat_id: chatId, message_id: 1, title: MAKSIM.name };
  await deliver(page, { ...push, body: 'Сейчас' });
  const shown = [{ title: MAKSIM.name, body: 'Сейчас' }];
  expect(await shownNotifications(page)).toEqual(shown);
  await clickNotification(page.context());
  await expect(anna.message('Ответьте, пожалуйста')).toBeVisible();
  await expect(page).toHaveURL(/\/campus\/\?conversation=[\da-f-]{36}$/);

  // Without a window a new one opens at the address, which leads to the same conversation.
  await page.goto('about:blank');
  await clickNotificationOf(anna, { ...push, body: 'Ещё' });
  const address = `/campus/?chat=${chatId}`;
  await expect.poll(async () => (await workerCalls(page.context())).opened).toEqual([address]);
  await page.goto(address);
  await expect(anna.message('Ответьте, пожалуйста')).toBeVisible();
});

/** Shows a notification of a push, and clicks it, in the worker alone. */
async function clickNotificationOf({ page }: CampusPage, push: object): Promise<void> {
  const context = page.context();
  const [worker] = context.serviceWorkers();
  await untilShown(context, async () =>
    worker?.evaluate((json) => {
      const scope = globalThis as unknown as {
        PushEvent: new (type: string, init: object) => Event;
        dispatchEvent(event: Event): boolean;
      };
      scope.dispatchEvent(new scope.PushEvent('push', { data: json }));
    }, JSON.stringify(push)),
  );
  await clickNotification(context);
}

test('the installed application opens offline with its own page', async ({ open, watch }) => {
  const anna = await open(ANNA);
  const { page } = anna;
  const link = await page.locator('link[rel=manifest]').getAttribute('href');
  const manifest = await page.evaluate(async (path) => {
    const found = (await (await fetch(path)).json()) as {
      scope: string;
      start_url: string;
      icons: { src: string }[];
    };
    const icons = await Promise.all(found.icons.map(({ src }) => fetch(src)));
    const types = icons.map(({ headers }) => headers.get('content-type') ?? '');
    return { ...found, areIcons: types.every((type) => type.startsWith('image/')) };
  }, link ?? '');
  expect(manifest).toMatchObject({ scope: '/campus/', start_url: '/campus/', areIcons: true });

  await anna.createPrivate(POLINA);
  await anna.send('Прочту без сети');
  await anna.isSent('Прочту без сети');
  await anna.copiesHave('Прочту без сети');
  await anna.waitForOfflineCache();
  const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
  expect(new URL(scope).pathname).toBe('/campus/');
  watch.networkMayFail = true;
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Кампус', exact: true })).toBeVisible();
  await expect(anna.message('Прочту без сети')).toBeVisible();
});

test('the workers of campus and school keep their pages apart', async ({ open, watch }) => {
  const anna = await open(ANNA);
  const { page } = anna;
  await anna.waitForOfflineCache();
  const school = await page.context().newPage();
  await school.goto('/');
  await school.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect(school.getByRole('button', { name: 'Войти', exact: true })).toBeVisible();
  // Its activation deletes no cache of the other.
  const caches = () => school.evaluate(async () => (await globalThis.caches.keys()).toSorted());
  await expect
    .poll(caches)
    .toEqual([expect.stringMatching(/^campus-/), expect.stringMatching(/^vestnik-/)]);
  watch.networkMayFail = true;
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Кампус', exact: true })).toBeVisible();
  await school.reload();
  await expect(school).toHaveTitle('Вестник');
});
