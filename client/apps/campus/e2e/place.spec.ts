/** What the page shows after a reload, by Back, and while the server cannot be reached. */
import { ALISA, ANNA, DMITRY, expect, MAKSIM, POLINA, test } from './support/test.ts';

/** Where the list of conversations is asked for. */
const LIST = /\/api\/unet-chat\/conversations\/(\?|$)/;

test('the open conversation is in the URL: a reload keeps it, Back goes to the list', async ({
  open,
}) => {
  const anna = await open(ANNA, { viewport: { width: 390, height: 844 } });
  await anna.createPrivate(MAKSIM);
  await anna.send('Здесь');
  await anna.page.reload();
  await expect(anna.message('Здесь')).toBeVisible();
  await anna.untilConnected();
  await anna.page.goBack();
  await expect(anna.conversation(MAKSIM.name)).toBeFocused();
  await expect(anna.log).toHaveCount(0);
  expect(new URL(anna.page.url()).search).toBe('');

  await anna.page.goForward();
  await expect(anna.message('Здесь')).toBeVisible();
  await anna.untilConnected();
  await anna.page.getByRole('button', { name: 'К чатам', exact: true }).click();
  await expect(anna.conversation(MAKSIM.name)).toBeFocused();
  expect(new URL(anna.page.url()).search).toBe('');
});

test('the title counts what is unread', async ({ open }) => {
  const anna = await open(ANNA);
  const dmitry = await open(DMITRY);
  await dmitry.createPrivate(ANNA);
  await dmitry.send('Раз');
  await dmitry.send('Два');
  await expect(anna.page).toHaveTitle('(2) Кампус');
  await anna.open(DMITRY.name);
  await expect(anna.page).toHaveTitle('Кампус');
});

test('ticks are as they were after a reload, and go on by what is read', async ({ open }) => {
  const anna = await open(ANNA);
  await anna.createPrivate(ALISA);
  await anna.send('Прочти');
  await expect(anna.message('Прочти')).toContainText('отправлено');
  const alisa = await open(ALISA);
  await alisa.open(ANNA.name);
  await expect(anna.message('Прочти')).toContainText('прочитано');
  await anna.page.reload();
  await expect(anna.message('Прочти')).toContainText('прочитано');
  await anna.send('И это');
  await expect(anna.message('И это')).toContainText('прочитано');
});

test('after a deletion the list stands in the order of its times', async ({ open }) => {
  const anna = await open(ANNA);
  await anna.createGroup('Вторая', [MAKSIM, DMITRY]);
  await anna.send('Раньше всех');
  await anna.createGroup('Первая', [MAKSIM, DMITRY]);
  await anna.send('Позже');
  await anna.open('Вторая');
  await anna.send('Позже всех');
  const two = anna.list.getByRole('button', { name: /^(Первая|Вторая)$/ });
  await expect(two.first()).toHaveAccessibleName('Вторая');
  await expect(anna.message('Позже всех')).toContainText('отправлено');
  await anna.act('Позже всех', 'Удалить');
  await anna.dialog.getByRole('button', { name: 'Удалить', exact: true }).click();
  await expect(anna.conversation('Вторая')).toContainText('Раньше всех');
  await expect(two.first()).toHaveAccessibleName('Первая');
});

for (const { what, isOnline } of [
  { what: 'the server does not answer', isOnline: true },
  { what: 'the browser has no network', isOnline: false },
]) {
  test(`a reload while ${what} says so, and recovers at the newest message`, async ({
    open,
    watch,
  }) => {
    const anna = await open(ANNA);
    const { page } = anna;
    const other = isOnline ? POLINA : ALISA;
    await anna.createPrivate(other);
    await anna.sendAll(Array.from({ length: 40 }, (_, n) => `Строка ${n + 1}.`));
    await expect(anna.message('Строка 40.')).toBeInViewport();

    watch.networkMayFail = true;
    await page.addInitScript((isOnline) => {
      Object.defineProperty(navigator, 'onLine', { get: () => isOnline, configurable: true });
    }, isOnline);
    await page.route(/\/api\/unet-chat\//, (route) => route.abort());
    await page.reload();
    await expect(page.getByText('Не удалось загрузить чаты.')).toBeVisible();
    await expect(page.getByText('Не удалось загрузить сообщения.')).toBeVisible();
    await expect(page.getByText('Удалённый пользователь')).toHaveCount(0);
    await expect(page.getByText('Чатов пока нет')).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Повторить', exact: true })).toHaveCount(2);

    await page.unroute(/\/api\/unet-chat\//);
    // The page may recover by itself first, and then has no such button.
    const retry = page.getByRole('button', { name: 'Повторить', exact: true }).last();
    await retry.click({ timeout: 5_000 }).catch(() => undefined);
    await expect(anna.message('Строка 40.')).toBeInViewport();
    await expect(anna.conversation(other.name)).toContainText('Строка 40.');
    watch.takeComplaints(/WebSocket connection to/);
  });
}

test('messages wait for the names of those who wrote them', async ({ open, watch }) => {
  const anna = await open(ANNA);
  await anna.createPrivate(DMITRY);
  await anna.send('Кто там?');
  await expect(anna.message('Кто там?')).toContainText('отправлено');
  watch.networkMayFail = true;
  await anna.page.route(LIST, (route) => route.abort());
  await anna.page.reload();
  await expect(anna.page.getByText('Не удалось загрузить сообщения.')).toBeVisible();
  await expect(anna.page.getByText('Удалённый пользователь')).toHaveCount(0);
  await anna.page.unroute(LIST);
  await anna.page.getByRole('button', { name: 'Повторить', exact: true }).last().click();
  await expect(anna.message('Кто там?')).toBeVisible();
  await expect(anna.page.getByRole('heading', { name: DMITRY.name })).toBeVisible();
});

test('a conversation that the list is too short for opens by its URL', async ({ open }) => {
  const anna = await open(ANNA);
  await anna.createPrivate(MAKSIM);
  await anna.send('Давно это было');
  await expect(anna.message('Давно это было')).toContainText('отправлено');
  await anna.page.route(LIST, (route) => route.fulfill({ json: [] }));
  await anna.page.reload();
  await expect(anna.message('Давно это было')).toBeVisible();
  await expect(anna.page.getByRole('heading', { name: MAKSIM.name })).toBeVisible();
});

test('one’s own connection is told of as such, and only while it is lost', async ({
  open,
  watch,
}) => {
  const anna = await open(ANNA);
  await anna.createPrivate(MAKSIM);
  await anna.send('Слышно?');
  const sockets = await anna.cutSockets();
  await anna.untilConnected();
  await expect(anna.lost).toHaveCount(0);
  sockets.cut();
  await expect(anna.lost).toBeVisible();
  await sockets.mend();
  await anna.untilConnected();
  await expect(anna.lost).toHaveCount(0);
  watch.takeComplaints(/WebSocket connection to/);
});

for (const { asked, title } of [
  { asked: ['de-DE', 'en-GB', 'ru-RU'], title: 'Campus' },
  { asked: ['de-DE', 'ru-RU', 'en-GB'], title: 'Кампус' },
  { asked: ['de-DE'], title: 'Кампус' },
]) {
  test(`a browser that asks for ${asked.join()} gets «${title}»`, async ({ browser, nginx }) => {
    const context = await browser.newContext({ baseURL: nginx.url });
    const page = await context.newPage();
    await page.addInitScript((languages) => {
      Object.defineProperty(navigator, 'languages', { get: () => languages });
    }, asked);
    await page.goto('/campus/');
    await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible();
    await context.close();
  });
}
