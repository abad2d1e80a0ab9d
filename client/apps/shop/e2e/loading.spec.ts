/** Scripts that fail to load once. Chromium repeats no failed import until the page is reloaded. */
import type { Page } from '@playwright/test';

import { expect, test } from './support/test.ts';

/** Every script that matches fails the first time it is requested. */
async function failOnce(page: Page, scripts: RegExp): Promise<void> {
  const failed = new Set<string>();
  await page.route(scripts, (route) => {
    const url = route.request().url();
    if (failed.has(url)) return route.continue();
    failed.add(url);
    return route.abort();
  });
}

test('a chat that failed to load opens by trying again', async ({ buyer, watch }) => {
  const tab = await buyer(1);
  watch.networkMayFail = true;
  await failOnce(tab.page, /\/static\/market(\/app-.*|\.ru)\.js$/);
  await tab.page.getByRole('button', { name: 'Чат', exact: true }).click();
  const retry = tab.page.getByRole('button', { name: 'Повторить' });
  // Once for the entry, once for what it imports.
  for (let failures = 0; failures < 2; failures += 1) {
    await expect(tab.page.getByText('Сервер не отвечает')).toBeVisible();
    await retry.click();
  }
  await expect(tab.composer).toBeVisible();
  await tab.deliver('Дошло со второго раза');
});

test('a part that failed to load is loaded again by itself', async ({ buyer, watch }) => {
  const tab = await buyer(2);
  await tab.openChat();
  watch.networkMayFail = true;
  await failOnce(tab.page, /\/static\/market\/.*\.js$/);
  const failure = tab.page.waitForEvent('requestfailed', (request) =>
    request.url().includes('/static/market/MenuContent-'),
  );
  await tab.page.getByRole('button', { name: 'Действия', exact: true }).click();
  await failure;
  await expect(tab.page.getByRole('menuitem').first()).toBeVisible();
});
