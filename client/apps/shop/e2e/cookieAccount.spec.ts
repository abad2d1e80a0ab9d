/** A shop on the chat's own origin, whose pages set no user: the sign-in of the cookie counts. */
import { request } from '@vestnik/testing';
import type { Browser } from '@playwright/test';

import { BuyerTab, SellerTab } from './support/tabs.ts';
import { expect, test } from './support/test.ts';

const ARTYOM = 'Артём Кузнецов';

interface Session {
  readonly token: string;
  readonly user: { readonly id: number };
}

const logIn = (url: string, email: string) =>
  request<Session>('POST', `${url}/api/auth/login`, { body: { email, password: 'vestnik-demo' } });

/** A page of the shop that the chat's server serves, with the cookie of a sign-in. */
async function openPage(browser: Browser, url: string, path: string, token: string | null) {
  const context = await browser.newContext({ baseURL: url });
  if (token !== null) {
    await context.addCookies([{ name: 'access_token', value: token, url, httpOnly: true }]);
  }
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

test('a buyer and a seller are who their cookies say', async ({ browser, nginx }) => {
  const artyom = await logIn(nginx.url, 'artem.student@demo.school');
  const maksim = await logIn(nginx.url, 'maksim.student@demo.school');
  const asks = new BuyerTab(
    await openPage(browser, nginx.url, '/shop/product.html?id=2', artyom.token),
  );
  await asks.openChat();
  await asks.deliver('Пишу не как гость');

  const { chats } = await request<{ chats: { members: { user: { id: number } }[] }[] }>(
    'GET',
    `${nginx.url}/v1/market/chats`,
    { token: artyom.token },
  );
  const members = new Set(chats[0]?.members.map(({ user }) => user.id));
  expect(members).toEqual(new Set([artyom.user.id, maksim.user.id]));

  const sells = new SellerTab(
    await openPage(browser, nginx.url, '/shop/profile.html', maksim.token),
  );
  await sells.open(ARTYOM);
  await expect(sells.message('Пишу не как гость')).toBeVisible();
  for (const { page } of [asks, sells]) await page.context().close();
});

test('without a sign-in a visitor is a guest', async ({ browser, nginx }) => {
  const page = await openPage(browser, nginx.url, '/shop/product.html?id=2', null);
  const asks = new BuyerTab(page);
  await asks.openChat();
  expect(await page.evaluate(() => localStorage.getItem('chat_guest_token'))).not.toBeNull();
  await page.context().close();
});
