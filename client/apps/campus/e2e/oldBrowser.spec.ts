import { removeFeature } from '@vestnik/testing/oldBrowser';

import { expect, test } from './support/test.ts';

test('a browser that is too old gets a notice', async ({ browser, nginx }) => {
  const context = await browser.newContext({ baseURL: nginx.url });
  await removeFeature(context, 'AbortSignal.any');
  const page = await context.newPage();
  await page.goto('/campus/');
  await expect(page.getByRole('heading', { name: 'Браузер устарел' })).toBeVisible();
  await context.close();
});
