/** What the page shows after a reload, by Back, and while the server cannot be reached. */
import { ALISA, ANNA, DMITRY, expect, MAKSIM, POLINA, test } from './support/test.ts';

test('the URL keeps the open conversation across reload and Back', async ({ open }) => {
  const anna = await open(ANNA, { viewport: { width: 390, height: 844 } });
  await anna.createPrivate(MAKSIM);
  await anna.send('Здесь');
  await anna.page.reload();
  await expect(anna.message('Здесь')).toBeVisible();
  await anna.waitUntilConnected();
  await anna.page.goBack();
  await expect(anna.conversation(MAKSIM.name)).toBeFocused();
  await expect(anna.log).toHaveCount(0);
  expect(new URL(anna.page.url()).search).toBe('');

  await anna.page.goForward();
  await expect(anna.message('Здесь')).toBeVisible();
  await anna.waitUntilConnected();
  await anna.page.getByRole('link', { name: 'К чатам', exact: true }).click();
  await expect(anna.conversation(MAKSIM.name)).toBeFocused();
  expect(new URL(anna.page.url()).search).toBe('');
});

test('the page title counts unread messages', async ({ open }) => {
  const anna = await open(ANNA);
  const dmitry = await open(DMITRY);
  await dmitry.createPrivate(ANNA);
  await dmitry.send('Раз');
  await dmitry.send('Два');
  await expect(anna.page).toHaveTitle('(2) Кампус');
  await anna.open(DMITRY.name);
  await expect(anna.page).toHaveTitle('Кампус');
});

test('ticks survive a reload and follow new read marks', async ({ open }) => {
  const anna = await open(ANNA);
  await anna.createPrivate(ALISA);
  await anna.send('Прочти');
  await anna.isSent('Прочти');
  const alisa = await open(ALISA);
  await alisa.open(ANNA.name);
  await expect(anna.message('Прочти')).toContainText('прочитано');
  await anna.page.reload();
  await expect(anna.message('Прочти')).toContainText('прочитано');
  await anna.send('И это');
  await expect(anna.message('И это')).toContainText('прочитано');
});

test('the list is ordered by time after a deletion', async ({ open }) => {
  const anna = await open(ANNA);
  await anna.createGroup('Вторая', [MAKSIM, DMITRY]);
  await anna.send('Раньше всех');
  await anna.createGroup('Первая', [MAKSIM, DMITRY]);
  await anna.send('Позже');
  await anna.open('Вторая');
  await anna.send('Позже всех');
  const two = anna.chats.getByRole('link', { name: /^(Первая|Вторая)$/ });
  await expect(two.first()).toHaveAccessibleName('Вторая');
  await anna.isSent('Позже всех');
  await anna.delete('Позже всех');
  await expect(anna.conversation('Вторая')).toContainText('Раньше всех');
  await expect(two.first()).toHaveAccessibleName('Первая');
});

test('a page that never loaded recovers at the newest message', async ({ open, watch }) => {
  const anna = await open(ANNA);
  const { page } = anna;
  await anna.createPrivate(POLINA);
  await anna.sendAll(Array.from({ length: 40 }, (_, n) => `Строка ${n + 1}.`));
  await expect(anna.message('Строка 40.')).toBeInViewport();
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name ?? '');
  });

  watch.networkMayFail = true;
  await page.route(/\/v1\/campus\//, (route) => route.abort());
  await page.reload();
  await expect(page.getByText('Удалённый пользователь')).toHaveCount(0);
  await expect(page.getByText('Чатов пока нет')).toHaveCount(0);

  await page.unroute(/\/v1\/campus\//);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(anna.message('Строка 40.')).toBeInViewport();
  await expect(anna.conversation(POLINA.name)).toContainText('Строка 40.');
});

test('an archived conversation opens by its URL', async ({ open }) => {
  const anna = await open(ANNA);
  await anna.createPrivate(MAKSIM);
  await anna.send('Давно это было');
  await anna.isSent('Давно это было');
  await anna.chooseOfChat(MAKSIM, 'В архив');
  await expect(anna.conversation(MAKSIM.name)).toHaveCount(0);
  await anna.page.reload();
  await expect(anna.message('Давно это было')).toBeVisible();
  await expect(anna.page.getByRole('heading', { name: MAKSIM.name })).toBeVisible();
  await anna.send('И вот снова');
  await anna.isSent('И вот снова');
});

test('a notice reports the connection only while it is lost', async ({ open, watch }) => {
  const anna = await open(ANNA);
  await anna.createPrivate(MAKSIM);
  await anna.send('Слышно?');
  await anna.waitUntilConnected();
  await expect(anna.lost).toHaveCount(0);
  watch.networkMayFail = true;
  const stream = await anna.cutStream();
  await expect(anna.lost).toBeVisible();
  await stream.restore();
  await anna.waitUntilConnected();
  await expect(anna.lost).toHaveCount(0);
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
