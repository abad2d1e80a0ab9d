/** A browser that is too old for the chat keeps the shop, and gets a notice instead of the chat. */
import { MISSING_FEATURES, removeFeature } from '@vestnik/testing/oldBrowser';
import type { BrowserContext } from '@playwright/test';

import { expect, test } from './support/test.ts';

const VERSIONS = 'Chrome 123, Edge 123, Firefox 125, Safari 17.5';

/** What the drop-in scripts have loaded of the application. */
function requestedScripts(context: BrowserContext): string[] {
  const paths: string[] = [];
  context.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/static/market')) paths.push(pathname);
  });
  return paths;
}

for (const feature of MISSING_FEATURES) {
  test(`a buyer without ${feature} gets a notice`, async ({ browser, shop, nginx }) => {
    const context = await browser.newContext({ baseURL: shop.url });
    await removeFeature(context, feature);
    const loaded = requestedScripts(context);
    const page = await context.newPage();
    await page.goto(`/shop/product.html?id=1&chat=${nginx.url}`);
    await page.getByRole('button', { name: 'Чат', exact: true }).click();
    const chat = page.getByRole('dialog', { name: 'Чат с продавцом' });
    await expect(chat.getByRole('status')).toContainText('Браузер устарел');
    await expect(chat.getByRole('status')).toContainText(VERSIONS);
    await expect(chat.getByRole('button', { name: 'Повторить' })).toBeHidden();
    await chat.getByRole('button', { name: 'Свернуть чат' }).click();
    await expect(chat).toBeHidden();
    expect(loaded).toEqual([]);
    await context.close();
  });
}

test('a seller with a browser that is too old gets a notice', async ({ browser, shop, nginx }) => {
  const context = await browser.newContext({ baseURL: shop.url });
  await removeFeature(context, 'URL.canParse');
  const loaded = requestedScripts(context);
  const page = await context.newPage();
  await page.goto(`/shop/profile.html?chat=${nginx.url}`);
  await page.getByRole('button', { name: 'София Лебедева' }).click();
  await expect(page.getByText(`Браузер устарел. `)).toContainText(VERSIONS);
  expect(loaded).toEqual([]);
  await context.close();
});

/** What a browser makes of a script whose syntax it does not know. */
async function makeUnreadable(context: BrowserContext, ...scripts: string[]): Promise<void> {
  for (const script of scripts) {
    await context.route(`**/static/${script}`, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'class { #unknown ??= 1 }' }),
    );
  }
}

test('a buyer whose browser cannot read the script gets a notice', async ({
  browser,
  shop,
  nginx,
}) => {
  const context = await browser.newContext({ baseURL: shop.url, locale: 'ru-RU' });
  await removeFeature(context, 'AbortSignal.any');
  await makeUnreadable(context, 'chat.js');
  const page = await context.newPage();
  await page.goto(`/shop/product.html?id=1&chat=${nginx.url}`);
  await page.getByRole('button', { name: 'Чат', exact: true }).click();
  const notice = page.getByRole('status').filter({ hasText: 'Браузер устарел. ' });
  await expect(notice).toContainText(VERSIONS);
  await notice.getByRole('button', { name: 'OK' }).click();
  await expect(notice).toBeHidden();
  await context.close();
});

test('a seller whose browser cannot read the script gets a notice', async ({
  browser,
  shop,
  nginx,
}) => {
  const context = await browser.newContext({ baseURL: shop.url, locale: 'ru-RU' });
  await removeFeature(context, 'AbortSignal.any');
  await makeUnreadable(context, 'chat.js', 'seller-chats.js');
  const page = await context.newPage();
  await page.goto(`/shop/profile.html?chat=${nginx.url}`);
  await expect(page.getByText('Браузер устарел. ')).toContainText(VERSIONS);
  await context.close();
});

test('a script that was not loaded is no sign of an old browser', async ({
  browser,
  shop,
  nginx,
}) => {
  const context = await browser.newContext({ baseURL: shop.url, locale: 'ru-RU' });
  await context.route('**/static/chat.js', (route) => route.abort());
  const page = await context.newPage();
  await page.goto(`/shop/product.html?id=1&chat=${nginx.url}`);
  await expect(page.getByRole('button', { name: 'Чат', exact: true })).toBeVisible();
  expect(await page.evaluate(() => 'chatManager' in window)).toBe(false);
  await context.close();
});

test('a moderator with a browser that is too old gets a notice', async ({ browser, nginx }) => {
  const context = await browser.newContext({ baseURL: nginx.url });
  await removeFeature(context, 'popover');
  const page = await context.newPage();
  await page.goto('/shop/moderation.html');
  await expect(page.getByRole('heading', { name: 'Браузер устарел' })).toBeVisible();
  await context.close();
});
