/** A browser that is too old for the application says so. */
import type { BrowserContextOptions, Page } from '@playwright/test';
import { MISSING_FEATURES, removeFeature } from '@vestnik/testing/oldBrowser';

import { expect, test } from './support/test.ts';

for (const feature of MISSING_FEATURES) {
  test(`a browser without ${feature} is named too old`, async ({ browser, replicas }) => {
    const context = await browser.newContext({ baseURL: replicas[0].url });
    await removeFeature(context, feature);
    const page = await context.newPage();
    const requested = requestedPaths(page);
    await page.goto('/chats/7');
    const notice = page.getByRole('alert');
    await expect(notice.getByRole('heading', { name: 'Браузер устарел' })).toBeVisible();
    await expect(notice).toContainText('Chrome 123, Edge 123, Firefox 125, Safari 17.5');
    await expect(page).toHaveTitle('Браузер устарел');
    // The application did not begin.
    expect(requested.filter((path) => /^\/(v1|api)\//.test(path))).toEqual([]);
    await context.close();
  });
}

test('the notice speaks the language of the browser', async ({ browser, replicas }) => {
  const options: BrowserContextOptions = { baseURL: replicas[0].url, locale: 'en-GB' };
  const context = await browser.newContext(options);
  await removeFeature(context, 'AbortSignal.any');
  const page = await context.newPage();
  await page.goto('/messenger');
  await expect(page.getByRole('heading', { name: 'This browser is too old' })).toBeVisible();
  await context.close();
});

function requestedPaths(page: Page): string[] {
  const paths: string[] = [];
  page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  return paths;
}
