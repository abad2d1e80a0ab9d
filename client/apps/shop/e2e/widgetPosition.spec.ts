/** Where the window is: in the corner of what one sees, whatever the shop does to its page. */
import type { Page } from '@playwright/test';
import { boxAtRest, type Box } from '@vestnik/testing';

import { expect, test } from './support/test.ts';

/** Each makes an element the container of what is `fixed` within it. */
const CONTAINING = [
  'transform: translateX(0)',
  'filter: grayscale(1)',
  'backdrop-filter: blur(1px)',
  'perspective: 100px',
  'contain: paint',
  'will-change: transform',
];

async function style(page: Page, rules: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`main { height: 3000px } ${text}`);
    document.adoptedStyleSheets = [sheet];
  }, rules);
}

test('the window stays in the corner without moving the page', async ({ buyer }) => {
  const { page, dialog, launcher, ...tab } = await buyer(1);
  const positions = async (): Promise<Box[]> => {
    await page.evaluate(() => {
      scrollTo(0, 0);
    });
    await page.getByRole('button', { name: 'Чат', exact: true }).click();
    await expect(tab.composer).toBeFocused();
    const window = await boxAtRest(dialog);
    await page.getByRole('button', { name: 'Свернуть чат' }).click();
    const button = await boxAtRest(launcher);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    return [window, button];
  };
  await style(page, '');
  const corner = await positions();
  expect(corner).toEqual([
    { x: 1280 - 20 - 380, y: 800 - 20 - 600, width: 380, height: 600 },
    { x: 1280 - 20 - 56, y: 800 - 20 - 56, width: 56, height: 56 },
  ]);
  for (const rule of CONTAINING) {
    for (const element of ['body', 'html']) {
      await style(page, `${element} { ${rule} }`);
      expect(await positions(), `${element} { ${rule} }`).toEqual(corner);
    }
  }
});

test('a chat survives the replacement of the page’s body', async ({ buyer }) => {
  const tab = await buyer(1);
  await tab.openChat();
  await tab.page.evaluate(() => {
    document.body.replaceWith(document.createElement('body'));
  });
  await tab.send('Ещё здесь');
  await expect(tab.message('Ещё здесь')).toContainText('отправлено');
});

test('the shop’s modal dialog covers the chat', async ({ buyer }) => {
  const tab = await buyer(1);
  await tab.openChat();
  const isBehind = await tab.composer.evaluate((composer) => {
    const dialog = document.createElement('dialog');
    document.body.append(dialog);
    dialog.showModal();
    const { x, y } = composer.getBoundingClientRect();
    return document.elementFromPoint(x + 5, y + 5) === dialog;
  });
  expect(isBehind).toBe(true);
});

for (const width of [1280, 390]) {
  test(`errors stand right above the retry button (${width} px)`, async ({ buyer, watch }) => {
    const { page, ...tab } = await buyer(1, { viewport: { width, height: 800 } });
    watch.networkMayFail = true;
    await page.route('**/api/chat/chats', (route) => route.abort());
    await page.getByRole('button', { name: 'Чат', exact: true }).click();
    const retry = page.getByRole('button', { name: 'Повторить' });
    const text = await boxAtRest(page.getByText('Нет соединения с сервером'));
    const button = await boxAtRest(retry);
    const gap = button.y - (text.y + text.height);
    expect(gap).toBeGreaterThanOrEqual(8);
    expect(gap).toBeLessThanOrEqual(32);
    await page.unroute('**/api/chat/chats');
    await retry.click();
    await expect(tab.composer).toBeVisible();
  });
}
