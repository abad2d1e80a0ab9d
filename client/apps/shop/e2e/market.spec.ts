import { expect, MAKSIM, SOFIA, test } from './support/test.ts';

test('a guest stays the same buyer after a reload', async ({ buyer, shop, nginx }) => {
  expect(new URL(shop.url).host).not.toBe(new URL(nginx.url).host);
  const tab = await buyer(1);
  await tab.openChat();
  await tab.send('Здравствуйте! Ещё продаёте?');
  await expect(tab.message('Ещё продаёте?')).toContainText('отправлено');
  const uuid = await tab.uuid();
  expect(uuid).toMatch(/^[0-9a-f-]{36}$/);

  await tab.page.reload();
  await tab.openChat();
  await expect(tab.message('Ещё продаёте?')).toHaveCount(1);
  await tab.send('И торг возможен?');
  await expect(tab.message('И торг')).toContainText('отправлено');
  expect(await tab.uuid()).toBe(uuid);
  await expect(tab.log.getByRole('article', { name: 'Вы' })).toHaveCount(2);
});

test('the seller’s inbox shows typing, read and unread across replicas', async ({
  buyer,
  seller,
  replicas,
}) => {
  const asks = await buyer(3, { at: replicas[0] });
  await asks.openChat();
  await asks.send('Чек сохранился?');
  const sells = await seller(SOFIA, { at: replicas[1] });
  const guest = await asks.guestName();
  const row = sells.row(guest);
  await expect(row).toContainText('Чек сохранился?');
  await expect(row.getByLabel('Непрочитанных: 1')).toBeVisible();
  await expect(sells.list.getByText('iPhone 15 Pro')).toBeVisible();
  await expect(asks.message('Чек')).toContainText('отправлено');

  await sells.open(guest);
  await expect(asks.message('Чек')).toContainText('прочитано');
  await expect(row.getByLabel(/Непрочитанных/)).toBeHidden();
  await expect(asks.page.getByText('в сети', { exact: true })).toBeVisible();
  await sells.composer.pressSequentially('Да, и гарантия');
  await expect(asks.header.getByText('печатает…')).toBeVisible();
  await sells.composer.press('Enter');
  await expect(asks.message('и гарантия')).toBeVisible();
  await expect(asks.header.getByText('печатает…')).toBeHidden();
  await expect(sells.message('и гарантия')).toContainText('прочитано');

  await asks.composer.pressSequentially('Спас');
  await expect(sells.list.getByText('печатает…')).toBeVisible();
  await asks.minimise();
  await sells.send('Заберёте сегодня?');
  await expect(asks.launcher).toHaveAccessibleName('Открыть чат. Непрочитанных: 1');
  await expect(sells.message('Заберёте')).toContainText('отправлено');
  await asks.launcher.click();
  await expect(asks.message('Заберёте')).toBeVisible();
  await expect(sells.message('Заберёте')).toContainText('прочитано');
});

test('an unread reply shows the launcher on every page', async ({ buyer, seller }) => {
  const asks = await buyer(1);
  await asks.openChat();
  await asks.send('Где посмотреть?');
  await expect(asks.message('Где посмотреть?')).toContainText('отправлено');
  const guest = await asks.guestName();
  await asks.page.goto('about:blank');
  const sells = await seller(MAKSIM);
  await sells.open(guest);
  await sells.send('На Садовой');
  await expect(sells.message('На Садовой')).toContainText('отправлено');
  await asks.page.goto('/shop/');
  await expect(asks.launcher).toHaveAccessibleName('Открыть чат. Непрочитанных: 1');
  await asks.launcher.click();
  await expect(asks.message('На Садовой')).toBeVisible();
});

test('a buyer’s UUID without its token gets 403', async ({ buyer, nginx, watch }) => {
  const first = await buyer(2);
  await first.openChat();
  await first.send('Адрес: Лесная, 5');
  await expect(first.message('Лесная')).toContainText('отправлено');
  const uuid = await first.uuid();

  const second = await buyer(2);
  const claim = await second.page.evaluate(
    async ([server, buyerId]) => {
      const response = await fetch(`${server ?? ''}/api/chat/chats`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          iphone_id: 2,
          seller_id: 1,
          buyer_id: buyerId,
          buyer_is_registered: false,
        }),
      });
      const { code } = (await response.json()) as { code: string };
      return { status: response.status, code };
    },
    [nginx.url, uuid],
  );
  expect(claim).toEqual({ status: 403, code: 'guest_claimed' });
  await second.page.evaluate((buyerId) => {
    localStorage.setItem('chat_buyer_id', buyerId);
  }, uuid);
  await second.openChat();
  await expect(second.page.getByText('Напишите первое сообщение.')).toBeVisible();
  await expect(second.message('Лесная')).toHaveCount(0);
  expect(await second.uuid()).not.toBe(uuid);
  watch.expectErrors(/status of 403/);
});

test('markup in a message is shown as plain text', async ({ buyer, seller, watch }) => {
  const asks = await buyer(2);
  await asks.openChat();
  await asks.send('Фото: <img src=x onerror="window.pwned = 1"> вот');
  await asks.send('5 < 7 & 8');
  await expect(asks.message('5 < 7 & 8')).toContainText('отправлено');
  const sells = await seller(MAKSIM);
  const guest = await asks.guestName();
  await expect(sells.row(guest).first()).toContainText('5 < 7 & 8');
  await sells.open(guest);
  await sells.send('<script>window.pwned = 1</script>&lt;b&gt;');
  for (const tab of [asks, sells]) {
    await expect(tab.message('5 < 7 & 8').getByText('5 < 7 & 8', { exact: true })).toBeVisible();
    await expect(tab.message('Фото:').getByText(/^Фото:\s+вот$/)).toBeVisible();
    await expect(tab.message('&lt;b&gt;')).toBeVisible();
    await expect(tab.page.locator('img, script:not([src])')).toHaveCount(0);
    expect(await tab.page.evaluate(() => 'pwned' in window)).toBe(false);
  }
  // Also where a server would let it through.
  await asks.page.route(/\/messages\?/, async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    await route.fulfill({
      response,
      body: text.replace('5 < 7 & 8', '<img src=x onerror=window.pwned=1>'),
    });
  });
  await asks.page.reload();
  await asks.openChat();
  await expect(asks.message('<img src=x onerror=window.pwned=1>')).toBeVisible();
  await expect(asks.page.locator('img')).toHaveCount(0);
  expect(await asks.page.evaluate(() => 'pwned' in window)).toBe(false);
  expect(watch.errors).toEqual([]);
});

test('another replica continues a chat without loss', async ({
  buyer,
  seller,
  replicas,
  nginx,
  watch,
}) => {
  const asks = await buyer(3);
  await asks.openChat();
  await asks.send('Первое');
  await expect(asks.message('Первое')).toContainText('отправлено');
  const sells = await seller(SOFIA, { at: replicas[1] });
  await sells.open(await asks.guestName());

  watch.networkMayFail = true;
  await nginx.stopServing();
  await expect(asks.page.getByText('Нет соединения')).toBeVisible();
  await asks.send('Второе');
  await expect(asks.message('Второе')).toContainText('отправляется');
  await sells.send('Третье');
  await expect(sells.message('Третье')).toContainText('отправлено');
  await replicas[0].kill();
  await nginx.restart();
  await asks.waitUntilConnected();
  for (const tab of [asks, sells]) {
    for (const text of ['Первое', 'Второе', 'Третье']) {
      await expect(tab.message(text)).toHaveCount(1);
    }
  }
  await expect(asks.message('Второе')).toContainText(/отправлено|прочитано/);
  await replicas[0].restart();
  watch.expectErrors(/WebSocket connection to/);
});

test('unsent messages outlive the page', async ({ buyer, seller, nginx, watch }) => {
  const asks = await buyer(3);
  await asks.openChat();
  await asks.send('Первое');
  await expect(asks.message('Первое')).toContainText('отправлено');
  watch.networkMayFail = true;
  await nginx.stopServing();
  await expect(asks.page.getByText('Нет соединения')).toBeVisible();
  await asks.send('Второе');
  await expect(asks.message('Второе')).toContainText('отправляется');
  await asks.page.goto('about:blank');
  await nginx.restart();
  await asks.page.goto(`/shop/product.html?id=3`);
  await asks.openChat();
  await expect(asks.message('Второе')).toContainText('отправлено');
  const sells = await seller(SOFIA);
  await sells.open(await asks.guestName());
  await expect(sells.message('Второе')).toHaveCount(1);
  watch.expectErrors(/WebSocket connection to|ERR_/);
});

test('the chat explains blocks, rate limits and reports', async ({
  buyer,
  seller,
  nginx,
  watch,
}) => {
  const asks = await buyer(2);
  await asks.openChat();
  await asks.send('Дайте скидку');
  const sells = await seller(MAKSIM);
  const guest = await asks.guestName();
  await sells.open(guest);
  await sells.report('Дайте скидку', 'назойливо');
  await sells.chatAction('Заблокировать собеседника');
  await expect(sells.page.getByText('Собеседник заблокирован')).toBeVisible();

  await expect(asks.page.getByText('Собеседник заблокировал вас')).toBeVisible();
  await expect(asks.composer).toBeHidden();
  await sells.chatAction('Разблокировать собеседника');
  await asks.send('Ау');
  await expect(sells.message('Ау')).toBeVisible();

  await asks.sendAtOnce(nginx.url, ['Быстро 1', 'Быстро 2', 'Быстро 3', 'Быстро 4', 'Быстро 5']);
  await asks.send('Быстро 6');
  await expect(asks.page.getByText('Слишком много сообщений')).toBeVisible();
  // The server asks for a minute.
  await expect(sells.message('Быстро 6')).toHaveCount(1, { timeout: 90_000 });

  await sells.chatAction('Удалить из списка');
  await expect(sells.row(guest)).toHaveCount(0);
  await asks.send('Я ещё здесь');
  await expect(sells.row(guest)).toContainText('Я ещё здесь');
  // Chromium reports refusals as errors.
  watch.expectErrors(/status of 429/);
});
