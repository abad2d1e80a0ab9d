/** The chat and the page around it: drafts, the title, the language. */
import { focus, unfocus } from '@vestnik/testing/alerts';

import { expect, MAKSIM, SOFIA, test } from './support/test.ts';

test('an inbox that failed to load appears once', async ({ seller, watch }) => {
  const { page, list } = await seller(MAKSIM);
  await expect(list).toBeVisible();
  watch.networkMayFail = true;
  await page.route('**/static/market.ru.js', (route) => route.abort());
  // The reload also ends requests of the old page.
  const failure = page.waitForEvent('requestfailed', (request) =>
    request.url().endsWith('/static/market.ru.js'),
  );
  await page.reload();
  await failure;
  await page.unroute('**/static/market.ru.js');
  // Looked at again, and online again: the page hears of both.
  await expect
    .poll(async () => {
      await page.evaluate(() => {
        dispatchEvent(new Event('focus'));
        dispatchEvent(new Event('online'));
      });
      return page.locator('vestnik-chat').count();
    })
    .toBe(1);
  await expect(list).toBeVisible();
  await expect(page.locator('vestnik-chat')).toHaveCount(1);
});

test('a draft survives a reload until sent', async ({ buyer, seller }) => {
  const asks = await buyer(3);
  await asks.openChat();
  await asks.composer.fill('Ещё не решил');
  expect(await asks.page.evaluate(() => window.chatManager.countDrafts())).toBe(1);
  await asks.page.reload();
  await asks.openChat();
  await expect(asks.composer).toHaveValue('Ещё не решил');
  await asks.page.getByRole('button', { name: 'К чатам' }).click();
  const row = asks.page.getByRole('navigation', { name: 'Мои чаты' }).getByRole('listitem');
  await expect(row).toContainText('Черновик: Ещё не решил');
  await row.getByRole('button').first().click();
  await asks.composer.press('Enter');
  await expect(asks.message('Ещё не решил')).toContainText('отправлено');
  await asks.page.reload();
  await asks.openChat();
  await expect(asks.composer).toHaveValue('');

  const sells = await seller(SOFIA);
  await sells.open(await asks.guestName());
  await sells.composer.fill('Отвечу позже');
  await sells.page.reload();
  await sells.open(await asks.guestName());
  await expect(sells.composer).toHaveValue('Отвечу позже');

  const question = sells.page.waitForEvent('dialog');
  const out = sells.page.getByRole('button', { name: 'Выйти', exact: true });
  await Promise.all([question.then((dialog) => dialog.dismiss()), out.click()]);
  await expect(sells.composer).toHaveValue('Отвечу позже');
  sells.page.once('dialog', (dialog) => void dialog.accept());
  await out.click();
  await expect(sells.page.getByRole('heading', { name: 'Вход для продавцов' })).toBeVisible();
  const stored = await sells.page.evaluate(() => JSON.stringify(localStorage));
  expect(stored).not.toContain('Отвечу позже');
});

test('a buyer whose sign-in has ended reads so', async ({ buyer, watch }) => {
  const { page, dialog } = await buyer(1);
  await page.evaluate(() => {
    localStorage.setItem('shop_token', 'refused');
  });
  await page.reload();
  await page.getByRole('button', { name: 'Чат', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('Сеанс истёк.');
  watch.expectErrors(/status of 401/);
});

test('the inbox counts unread messages in the restored title', async ({ buyer, seller }) => {
  const sells = await seller(MAKSIM);
  const asks = await buyer(1);
  await asks.openChat();
  await asks.send('Вопрос');
  const guest = await asks.guestName();
  await expect(sells.row(guest)).toBeVisible();
  await expect.poll(() => sells.page.title()).toMatch(/^\(\d+\) /);
  await sells.page.evaluate(() => window.sellerChatsManager?.destroy());
  await expect(sells.page).toHaveTitle('Лавка: профиль продавца');
});

test('a hidden page counts the buyer’s unread messages in its title', async ({
  buyer,
  seller,
  replicas,
}) => {
  const asks = await buyer(1, { at: replicas[0] });
  await asks.openChat();
  await asks.deliver('Напишите, когда сможете');
  const title = await asks.page.title();
  await unfocus(asks.page);
  const sells = await seller(MAKSIM, { at: replicas[1] });
  await sells.open(await asks.guestName());
  await sells.deliver('Могу сейчас');
  await expect(asks.page).toHaveTitle(`(1) ${title}`);
  await focus(asks.page);
  await expect(asks.page).toHaveTitle(title);
  await expect(sells.message('Могу сейчас')).toContainText('прочитано');
});

for (const { asked, name, chat } of [
  { asked: ['de-DE', 'en-US', 'ru-RU'], name: 'Message', chat: 'Chat' },
  { asked: ['de-DE', 'ru-RU', 'en-US'], name: 'Сообщение', chat: 'Чат' },
]) {
  test(`shop and chat follow the browser’s languages ${asked.join()}`, async ({ buyer }) => {
    const { page } = await buyer(1);
    await page.addInitScript((languages) => {
      Object.defineProperty(navigator, 'languages', { get: () => languages });
    }, asked);
    await page.reload();
    await page.getByRole('button', { name: chat, exact: true }).click();
    await expect(page.getByRole('textbox', { name, exact: true })).toBeVisible();
  });
}
