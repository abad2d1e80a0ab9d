/** Notifications by Web Push. No push service is reached: the browser is given what one delivers. */
import type { BrowserContext, Page } from '@playwright/test';

import { expect, type Tab, test } from './support/test.ts';

interface Registration {
  readonly registrationId: string;
}

/** Of a service worker, whose types the tests' library does not have. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly NotificationEvent: new (type: string, init: object) => Event;
  dispatchEvent(event: Event): boolean;
}

/** Delivers a push as a push service would, through the DevTools protocol. */
async function deliver(tab: Tab, data: unknown): Promise<void> {
  const { page } = tab;
  const devTools = await page.context().newCDPSession(page);
  const registered = new Promise<Registration>((resolve) => {
    devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [registration] = registrations;
      if (registration !== undefined) resolve(registration);
    });
  });
  await devTools.send('ServiceWorker.enable');
  const { registrationId } = await registered;
  const { origin } = new URL(page.url());
  await devTools.send('ServiceWorker.deliverPushMessage', {
    origin,
    registrationId,
    data: JSON.stringify(data),
  });
}

async function shownNotifications(page: Page): Promise<{ title: string; body: string }[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const notifications = await registration.getNotifications();
    return notifications.map(({ title, body }) => ({ title, body }));
  });
}

/** Clicks the notification that is shown. */
async function clickNotification(context: BrowserContext): Promise<void> {
  const [worker] = context.serviceWorkers();
  await worker?.evaluate(async () => {
    const scope = globalThis as unknown as WorkerScope;
    const [notification] = await scope.registration.getNotifications();
    scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
  });
}

test('a delivered push shows a notification, and a click opens the chat', async ({
  open,
  pair: { teacher, student, chatId },
}) => {
  const tab = await open(student, { path: '/lessons', permissions: ['notifications'] });
  await tab.untilKeptForOffline();
  const push = { realm: 'school', chat_id: chatId, message_id: 1, title: teacher.name };
  await deliver(tab, { ...push, body: 'первое' });
  await deliver(tab, { ...push, body: 'второе' });
  // The second replaces the first, which is of the same chat.
  await expect
    .poll(() => shownNotifications(tab.page))
    .toEqual([{ title: teacher.name, body: 'второе' }]);

  await clickNotification(tab.page.context());
  await expect(tab.conversation(teacher)).toBeVisible();
  expect(await shownNotifications(tab.page)).toEqual([]);
});

test('a browser subscribes only when its user switches notifications on', async ({
  open,
  pair: { student },
}) => {
  const tab = await open(student, { path: '/account', permissions: ['notifications'] });
  await tab.untilKeptForOffline();
  await replacePushService(tab.page);
  const [off, on] = [
    tab.page.getByRole('radio', { name: 'Выключены' }),
    tab.page.getByRole('radio', { name: 'Включены' }),
  ];
  await expect(off).toBeChecked();

  const saved = tab.page.waitForResponse('**/v1/school/push/subscriptions');
  await tab.page.getByText('Включены').click();
  expect((await saved).status()).toBe(204);
  await expect(on).toBeChecked();

  const removed = tab.page.waitForResponse('**/v1/school/push/subscriptions');
  await tab.page.getByText('Выключены').click();
  expect((await removed).status()).toBe(204);
  await expect(off).toBeChecked();
});

/** Lets `PushManager` subscribe without a push service. */
async function replacePushService(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const curve = { name: 'ECDH', namedCurve: 'P-256' };
    const keys = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
    const point = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
    const text = (bytes: Uint8Array) =>
      btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
    const endpoint = 'https://push.example.com/subscription';
    const json = {
      endpoint,
      keys: { p256dh: text(point), auth: text(crypto.getRandomValues(new Uint8Array(16))) },
    };
    let current: unknown = null;
    const subscription = {
      endpoint,
      toJSON: () => json,
      unsubscribe: () => {
        current = null;
        return Promise.resolve(true);
      },
    };
    const manager = PushManager.prototype as unknown as Record<string, () => Promise<unknown>>;
    manager['subscribe'] = () => {
      current = subscription;
      return Promise.resolve(subscription);
    };
    manager['getSubscription'] = () => Promise.resolve(current);
  });
}

test('the title and the icon of the application show what is unread', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const tab = await open(teacher);
  await tab.page.addInitScript(() => {
    const shown: number[] = [];
    Object.assign(globalThis, { shownBadges: shown });
    navigator.setAppBadge = (count = 0) => {
      shown.push(count);
      return Promise.resolve();
    };
  });
  await tab.page.reload();
  const badge = () =>
    tab.page.evaluate(() =>
      (globalThis as unknown as { shownBadges: number[] }).shownBadges.at(-1),
    );
  await expect.poll(badge).toBe(0);
  await school.send(chatId, student, 'Раз');
  await school.send(chatId, student, 'Два');
  await expect.poll(badge).toBe(2);
  await expect(tab.page).toHaveTitle(/^\(2\)/);
  await tab.openChat(student);
  await expect.poll(badge).toBe(0);
  await expect(tab.page).toHaveTitle(/^[^(]/);
});

test('new messages make a sound in the background, once for several at once', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const tab = await open(teacher, { path: '/account' });
  await countNotes(tab);
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

test('muted chats make no sound, nor does any when it is off in this browser', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const tab = await open(teacher);
  await tab.chooseOfChat(student, 'Без звука навсегда');
  await tab.page.goto('/account');
  await countNotes(tab);
  await unfocus(tab.page);
  await school.send(chatId, student, 'В чате без звука');
  await tab.section('Чаты');
  await expect(tab.chat(student)).toContainText('В чате без звука');
  expect(await notes(tab.page)).toBe(0);

  await tab.chooseOfChat(student, 'Включить звук');
  await tab.page.goto('/account');
  const sound = tab.page.getByRole('switch', { name: 'Звук новых сообщений' });
  await expect(sound).toBeChecked();
  await sound.click();
  await tab.page.reload();
  await expect(sound).not.toBeChecked();
  await countNotes(tab);
  await unfocus(tab.page);
  await school.send(chatId, student, 'Без звука в браузере');
  await expect(tab.page).toHaveTitle(/^\(\d+\)/);
  expect(await notes(tab.page)).toBe(0);
});

interface NoteCount {
  noteCount: number;
}

/** Counts the notes that the page plays, after the gesture without which browsers play nothing. */
async function countNotes({ page }: Tab): Promise<void> {
  await page.evaluate(() => {
    const count: NoteCount = { noteCount: 0 };
    Object.assign(globalThis, count);
    const start = Reflect.get(OscillatorNode.prototype, 'start');
    OscillatorNode.prototype.start = function (when) {
      (globalThis as unknown as NoteCount).noteCount += 1;
      start.call(this, when);
    };
  });
  await page.getByRole('heading', { name: 'Аккаунт', exact: true }).click();
}

/** Notes up to now. The page asks for two locks before it plays, in turn with these queries. */
async function notes(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await navigator.locks.query();
    await navigator.locks.query();
    return (globalThis as unknown as NoteCount).noteCount;
  });
}

/** Takes the focus from the window, which the driver of the browser pretends to be in front. */
async function unfocus(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.hasFocus = () => false;
    window.dispatchEvent(new Event('blur'));
  });
}
