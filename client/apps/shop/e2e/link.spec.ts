/** Links to messages, and the open chat in the address of the inbox. */
import { expect, MAKSIM, SOFIA, test } from './support/test.ts';

const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };
/** Each is higher than the log; there are no more than a minute allows. */
const TEXTS = ['Первый', 'Второй'].map((name) => `${name}\n${'строка\n'.repeat(60)}конец`);
const NO_CHAT = 'Чат не существует, или у вас нет к нему доступа.';

/** The same page of the shop, with the scripts of another replica. */
function from(path: string, replica: { readonly url: string }): string {
  const url = new URL(path, 'http://localhost');
  url.searchParams.set('chat', replica.url);
  return url.pathname + url.search;
}

test('a seller’s link opens the buyer’s window at the message', async ({
  buyer,
  seller,
  replicas,
}) => {
  const asks = await buyer(3, { at: replicas[0] });
  await asks.openChat();
  await asks.deliver('Начало переписки');
  await asks.sendAtOnce(replicas[0].url, TEXTS);
  const sells = await seller(SOFIA, { at: replicas[1], ...CLIPBOARD });
  await sells.open(await asks.guestName());
  const link = from(await sells.copyLink('Начало переписки'), replicas[0]);

  const { page, target } = asks;
  await page.goto(link);
  await expect(target).toContainText('Начало переписки');
  await expect(target).toBeInViewport();
  await page.reload();
  await expect(target).toBeInViewport();
  await page.goto('about:blank');
  await page.goBack();
  await expect(target).toBeInViewport();

  await asks.minimise();
  await expect(page).not.toHaveURL(/vestnik_/);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Вход для продавцов' })).toBeVisible();
  await expect(asks.dialog).toBeHidden();
});

test('a buyer’s link opens the seller’s inbox at the message', async ({
  buyer,
  seller,
  replicas,
}) => {
  const asks = await buyer(3, { at: replicas[0], ...CLIPBOARD });
  await asks.openChat();
  await asks.deliver('Здесь мой адрес');
  await asks.sendAtOnce(replicas[0].url, TEXTS);
  await expect(asks.message('Второй')).toContainText('отправлено');
  await asks.messageAction('Здесь мой адрес', 'Копировать ссылку');
  const copied = new URL(await asks.page.evaluate(() => navigator.clipboard.readText()));
  const sells = await seller(SOFIA, { at: replicas[1] });
  const { page, target } = sells;
  await page.goto(from(`/shop/profile.html${copied.search}`, replicas[1]));
  await expect(target).toContainText('Здесь мой адрес');
  await expect(target).toBeInViewport();
  await expect(sells.dialog).toHaveCount(0);
});

test('the inbox keeps the open chat after a reload and Back', async ({ buyer, seller }) => {
  const asks = await buyer(1);
  await asks.openChat();
  await asks.deliver('Это первый чат');
  const other = await buyer(2);
  await other.openChat();
  await other.deliver('А это второй');
  const sells = await seller(MAKSIM);
  const { page } = sells;
  await sells.open(await asks.guestName());
  await expect(sells.message('Это первый чат')).toBeVisible();
  await page.reload();
  await expect(sells.message('Это первый чат')).toBeVisible();
  await sells.open(await other.guestName());
  await expect(sells.message('А это второй')).toBeVisible();
  await page.goBack();
  await expect(page.getByText('Выберите чат, чтобы ответить.')).toBeVisible();
  await expect(page).not.toHaveURL(/vestnik_/);
  await page.goForward();
  await expect(sells.message('А это второй')).toBeVisible();
});

test('a link that may not be followed shows a notice', async ({ buyer, seller, watch }) => {
  const asks = await buyer(2);
  await asks.openChat();
  await asks.deliver('Только для нас');
  const sells = await seller(MAKSIM, CLIPBOARD);
  await sells.open(await asks.guestName());
  const link = await sells.copyLink('Только для нас');

  const stranger = await buyer(1);
  await stranger.page.goto(link);
  await expect(stranger.dialog.getByText(NO_CHAT)).toBeVisible();
  await stranger.minimise();

  const other = await buyer(1);
  await other.openChat();
  await other.deliver('Я другой');
  await other.page.goto(link);
  await expect(other.dialog.getByText(NO_CHAT)).toBeVisible();
  await expect(other.message('Только для нас')).toHaveCount(0);
  watch.expectErrors(/status of 40[34]/);

  const missing = link.replace(/vestnik_message=\d+/, 'vestnik_message=999999999');
  await asks.page.goto(missing);
  await expect(asks.dialog.getByText('Сообщение удалено или недоступно вам.')).toBeVisible();
  await expect(asks.message('Только для нас')).toBeVisible();
});

test('Back closes a linked chat and takes it out of the address', async ({ buyer }) => {
  const phone = { viewport: { width: 390, height: 844 }, ...CLIPBOARD };
  const asks = await buyer(1, phone);
  await asks.openChat();
  await asks.deliver('С телефона');
  const link = await asks.copyLink('С телефона');
  await asks.page.goto(link);
  await expect(asks.target).toContainText('С телефона');
  await asks.page.goBack();
  await expect(asks.dialog).toBeHidden();
  await expect(asks.page).toHaveURL(/\/product\.html/);
  await expect(asks.page).not.toHaveURL(/vestnik_/);
});

test('a shared listing does not name the buyer’s chat', async ({ buyer }) => {
  const asks = await buyer(1);
  await asks.openChat();
  await asks.deliver('Что с батареей?');
  await expect(asks.page).not.toHaveURL(/vestnik_/);
});
