/** A browser whose site data is blocked: it denies storage and locks, and has both all the same. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { BrowserContext, Page } from '@playwright/test';
import { createTempDir, request } from '@vestnik/testing';

import { BuyerTab, SellerTab } from './support/tabs.ts';
import { expect, SOFIA, test as base } from './support/test.ts';

const test = base.extend<{ blocked: BrowserContext }>({
  blocked: async ({ playwright, launchOptions, locale, shop, nginx, watch }, use) => {
    const folder = await createTempDir();
    await mkdir(join(folder, 'Default'));
    // What Chromium writes of "Block all cookies", under settings, privacy.
    const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
    await writeFile(join(folder, 'Default/Preferences'), JSON.stringify(preferences));
    const options = { ...launchOptions, ...(locale !== undefined && { locale }) };
    const context = await playwright.chromium.launchPersistentContext(folder, {
      ...options,
      baseURL: shop.url,
    });
    watch.context(context, shop.url, nginx.url);
    await use(context);
    await context.close();
  },
});

async function expectBlocked(page: Page): Promise<void> {
  const denials = await page.evaluate(async () => {
    const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
    const locks = await navigator.locks.request('a', () => 'granted').catch(nameOf);
    try {
      return [locks, localStorage.length];
    } catch (error) {
      return [locks, nameOf(error)];
    }
  });
  expect(denials).toEqual(['SecurityError', 'SecurityError']);
}

test('a buyer without storage keeps the chat with the page', async ({ blocked, seller, nginx }) => {
  const page = await blocked.newPage();
  await page.goto(`/shop/product.html?id=3&chat=${nginx.url}`);
  await expectBlocked(page);
  const asks = new BuyerTab(page);
  await asks.openChat();
  await asks.send('Пишу без хранилища');
  await expect(asks.message('без хранилища')).toContainText('отправлено');
  const sells = await seller(SOFIA);
  await sells.open('Пишу без хранилища');
  await sells.send('Вижу');
  await expect(asks.message('Вижу')).toBeVisible();
});

test('a seller without storage answers', async ({ blocked, buyer, nginx }) => {
  const asks = await buyer(3);
  await asks.openChat();
  await asks.send('Ответите?');
  await expect(asks.message('Ответите?')).toContainText('отправлено');

  const page = await blocked.newPage();
  await page.goto(`/shop/profile.html?chat=${nginx.url}`);
  await expectBlocked(page);
  // The shop's own page forgets who signs in; a shop that does not says so.
  const token = await tokenOf(nginx.url, 'sofia.student@demo.school');
  await page.evaluate((shown) => {
    window.sellerChatsManager = new window.SellerChatsManager({ token: () => shown });
  }, token);
  const sells = new SellerTab(page);
  await sells.open(await asks.guestName());
  await sells.send('Отвечу');
  await expect(sells.message('Отвечу')).toContainText(/отправлено|прочитано/);
  await expect(asks.message('Отвечу')).toBeVisible();
});

async function tokenOf(server: string, email: string): Promise<string> {
  const body = { email, password: 'vestnik-demo' };
  const { token } = await request<{ token: string }>('POST', `${server}/api/auth/login`, { body });
  return token;
}
