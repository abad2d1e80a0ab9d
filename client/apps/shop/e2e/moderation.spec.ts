/** The desk for moderators of the shop. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';
import { expectAccessible } from '@vestnik/testing/axe';
import { request, type Nginx, type School } from '@vestnik/testing';

import { expect, MAKSIM, test as base, type BuyerTab, type SellerTab } from './support/test.ts';

interface Moderation {
  /** The page of a moderator who has signed in. */
  readonly moderate: (options?: { width: number; height: number }) => Promise<Page>;
}

const test = base.extend<Moderation>({
  moderate: async ({ browser, nginx, school, watch }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (viewport = { width: 1280, height: 800 }) => {
      const { email, password } = await moderator(school);
      const context = await browser.newContext({ baseURL: nginx.url, viewport });
      contexts.push(context);
      watch.context(context, nginx.url);
      // Before the sign-in the page asks who is signed in.
      watch.networkMayFail = true;
      const page = await context.newPage();
      await page.goto('/shop/moderation.html');
      await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
      await page.getByLabel('Пароль', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Войти' }).click();
      await expect(page.getByRole('heading', { name: 'Обзор' })).toBeVisible();
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

test('a moderator deletes a reported message by keyboard', async ({
  buyer,
  seller,
  moderate,
  nginx,
}) => {
  const { asks, sells } = await quarrel(buyer, seller);
  await asks.send('Перейди на злой-сайт.рф');
  await expect(sells.message('злой-сайт')).toBeVisible();
  await report(nginx, asks, 'злой-сайт', 'Мошенничество');
  const page = await moderate();
  const queue = page.getByRole('list', { name: 'Жалобы' });
  const item = queue.getByRole('article').filter({ hasText: 'злой-сайт' });
  await expect(item).toContainText('Мошенничество');
  await expect(item).toContainText('Пожаловался');
  await item.focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Удалить сообщение?');
  await dialog.getByRole('button', { name: 'Удалить сообщение' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(item).toHaveCount(0);
  await expect(sells.message('злой-сайт')).toHaveCount(0);
  await expect(asks.message('злой-сайт')).toHaveCount(0);

  await page.getByText('Рассмотренные', { exact: true }).click();
  await expect(item).toContainText('Сообщение удалено');
  await item.getByRole('link', { name: /^История чата/ }).click();
  const events = page.getByRole('region', { name: 'События' });
  await expect(events.locator('del')).toContainText('злой-сайт');
});

test('one key dismisses a report and focuses the next', async ({
  buyer,
  seller,
  moderate,
  nginx,
}) => {
  const { asks, sells } = await quarrel(buyer, seller);
  for (const text of ['обычное первое', 'обычное второе']) {
    await asks.send(text);
    await expect(sells.message(text)).toBeVisible();
    await report(nginx, asks, text, `Жалоба на ${text}`);
  }
  const page = await moderate();
  const queue = page.getByRole('list', { name: 'Жалобы' });
  const item = (text: string) =>
    queue.getByRole('article').filter({ hasText: `Жалоба на ${text}` });
  await item('обычное первое').focus();
  await page.keyboard.press('d');
  await expect(item('обычное первое')).toHaveCount(0);
  await expect(item('обычное второе')).toBeFocused();
  await expect(asks.message('обычное первое')).toBeVisible();
});

test('a moderator sees statistics, past states, exports and the proof', async ({
  buyer,
  seller,
  moderate,
  nginx,
}) => {
  const { asks, sells } = await quarrel(buyer, seller);
  const question = `Где вы? ${randomUUID().slice(0, 8)}`;
  await asks.send(question);
  await expect(sells.message(question)).toBeVisible();
  await report(nginx, asks, question, 'Навязчивость');
  const page = await moderate();
  const views = page.getByRole('navigation', { name: 'Разделы обзора' });
  await views.getByRole('link', { name: 'Без ответа' }).click();
  // Without texts: a moderator reads what was reported.
  const waiting = page.getByRole('list', { name: 'Чаты без ответа' }).getByRole('listitem');
  await expect(waiting.last()).toContainText('Не ответил: Максим Волков');
  await views.getByRole('link', { name: 'Статистика' }).click();
  const chart = page.getByRole('figure', { name: 'Сообщения по дням' });
  await expect(chart.locator('svg')).toBeVisible();

  await views.getByRole('link', { name: 'Жалобы' }).click();
  const item = page.getByRole('article').filter({ hasText: question });
  await item.getByRole('link', { name: /^История чата/ }).click();
  const slider = page.getByRole('slider', { name: 'Момент времени' });
  const past = page.getByRole('region', { name: 'Чат в этот момент' });
  await slider.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', /событие 1 из \d+/);
  await slider.press('End');
  await expect(past).toContainText(question);
  for (const format of ['HTML для чтения', 'CSV для таблиц']) {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: format }).click();
    expect(await readFile(await (await download).path(), 'utf8')).toContain(question);
  }
  await page.getByRole('button', { name: /журнал/i }).click();
  await expect(page.getByRole('dialog')).toContainText('контрольную сумму SHA-256');
});

test('a banned author can no longer write', async ({ buyer, seller, moderate, nginx, watch }) => {
  const { asks, sells } = await quarrel(buyer, seller);
  await asks.send('грубость');
  await expect(sells.message('грубость')).toBeVisible();
  await report(nginx, asks, 'грубость', 'Оскорбление');
  const page = await moderate();
  const item = page
    .getByRole('list', { name: 'Жалобы' })
    .getByRole('article')
    .filter({ hasText: 'грубость' });
  await item.getByRole('button', { name: 'Заблокировать автора' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Заблокировать автора' }).click();
  await expect(item).toHaveCount(0);
  await asks.send('ещё грубость');
  await expect(asks.page.getByText('Модератор запретил вам отправлять сообщения')).toBeVisible();
  expect(watch.takeErrors(/status of 403/)).toHaveLength(1);
  await expect(sells.message('ещё грубость')).toHaveCount(0);
});

test('only moderators open the desk', async ({ browser, nginx, watch }) => {
  const context = await browser.newContext({ baseURL: nginx.url });
  watch.context(context, nginx.url);
  watch.networkMayFail = true;
  const page = await context.newPage();
  await page.goto('/shop/moderation.html');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('maksim.student@demo.school');
  await page.getByLabel('Пароль', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Войти' }).click();
  await expect(page.getByRole('alert')).toContainText('Неверный e-mail или пароль');
  await page.getByLabel('Пароль', { exact: true }).fill('vestnik-demo');
  await page.getByRole('button', { name: 'Войти' }).click();
  await expect(page.getByText('Эта страница для модераторов')).toBeVisible();
  await context.close();
});

for (const [device, viewport] of [
  ['desk', { width: 1280, height: 800 }],
  ['phone', { width: 390, height: 844 }],
  ['small phone', { width: 320, height: 568 }],
] as const) {
  test(`the report queue fits a ${device} and passes axe`, async ({
    buyer,
    seller,
    moderate,
    nginx,
  }) => {
    const { asks, sells } = await quarrel(buyer, seller);
    await asks.send('спорное');
    await expect(sells.message('спорное')).toBeVisible();
    await report(nginx, asks, 'спорное', 'Не нравится');
    const page = await moderate(viewport);
    await expect(page.getByText('Не нравится').first()).toBeVisible();
    await expectAccessible(page, 'reports', { hasCheckedColours: device !== 'desk' });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
}

interface Quarrel {
  readonly asks: BuyerTab;
  readonly sells: SellerTab;
}

/** A buyer and a seller in an open chat. */
async function quarrel(
  buyer: (listing: number) => Promise<BuyerTab>,
  seller: (name: string) => Promise<SellerTab>,
): Promise<Quarrel> {
  const asks = await buyer(1);
  await asks.openChat();
  await asks.send('Здравствуйте');
  await expect(asks.message('Здравствуйте')).toContainText('отправлено');
  const sells = await seller(MAKSIM);
  await sells.open(await asks.guestName());
  return { asks, sells };
}

interface MarketChat {
  readonly id: number;
  readonly buyer_id: string;
}

/** The seller reports a message of the buyer. */
async function report(nginx: Nginx, asks: BuyerTab, text: string, reason: string): Promise<void> {
  const login = { email: 'maksim.student@demo.school', password: 'vestnik-demo' };
  const { token } = await request<{ token: string }>('POST', `${nginx.url}/api/auth/login`, {
    body: login,
  });
  const chats = await request<readonly MarketChat[]>(
    'GET',
    `${nginx.url}/api/chat/chats/my?is_seller=true`,
    { token },
  );
  const uuid = await asks.uuid();
  const chat = chats.find(({ buyer_id }) => buyer_id === uuid);
  if (chat === undefined) throw new Error('the seller has no chat with the buyer');
  const { messages } = await request<{ messages: { id: number; message_text: string }[] }>(
    'GET',
    `${nginx.url}/api/chat/chats/${chat.id}/messages`,
    { token },
  );
  const message = messages.find(({ message_text }) => message_text.includes(text));
  if (message === undefined) throw new Error(`there is no message with ${text}`);
  await request('POST', `${nginx.url}/v1/market/messages/${message.id}/report`, {
    token,
    body: { reason },
  });
}

/** A person with a password whom the operator has made a moderator. */
async function moderator(school: School): Promise<{ email: string; password: string }> {
  const { id, email, password } = await school.person({
    role: 'student',
    name: `Модератор ${randomUUID().slice(0, 8)}`,
  });
  await school.sql(`UPDATE users SET role = 'moderator' WHERE id = ${id};`);
  return { email, password };
}
