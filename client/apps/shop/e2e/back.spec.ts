/** Back on a phone closes what is on top: of the chat first, then the chat, then the page. */
import { PICTURE } from '@vestnik/testing/chatPage';
import { goBackFrom } from '@vestnik/testing/history';

import { expect, MAKSIM, test } from './support/test.ts';

const PHONE = { viewport: { width: 390, height: 844 } };
const TOUCH = { ...PHONE, hasTouch: true, isMobile: true, reducedMotion: 'reduce' } as const;

test('Back closes a covering chat before leaving the page', async ({ buyer }) => {
  const tab = await buyer(1, PHONE);
  const { page } = tab;
  const listing = page.url();
  await page.goto('about:blank');
  await page.goto(listing);
  await page.evaluate(() => {
    history.replaceState({ router: 7 }, '');
  });
  await tab.openChat();
  expect(await page.evaluate(() => (history.state as { router: number }).router)).toBe(7);
  await page.goBack();
  await expect(tab.dialog).toBeHidden();
  expect(page.url()).toBe(listing);
  await expect(page.getByRole('button', { name: 'Чат', exact: true })).toBeFocused();

  // By its own button the entry goes, too.
  await tab.openChat();
  await tab.minimise();
  await expect.poll(() => page.evaluate(() => JSON.stringify(history.state))).toBe('{"router":7}');
  await page.goBack();
  await expect(page).toHaveURL('about:blank');
});

test('reopening a chat after a reload adds no history entry', async ({ buyer }) => {
  const tab = await buyer(2, PHONE);
  await tab.openChat();
  await tab.page.reload();
  const entries = await tab.page.evaluate(() => history.length);
  await tab.openChat();
  expect(await tab.page.evaluate(() => history.length)).toBe(entries);
  await tab.page.goBack();
  await expect(tab.dialog).toBeHidden();
});

test('beside the page the chat adds nothing to its history', async ({ buyer }) => {
  const tab = await buyer(1);
  const entries = await tab.page.evaluate(() => history.length);
  await tab.openChat();
  expect(await tab.page.evaluate(() => history.length)).toBe(entries);
});

test('Back closes what lies over the chat before the chat', async ({ buyer }) => {
  const tab = await buyer(3, TOUCH);
  const { page } = tab;
  const listing = page.url();
  await tab.openChat();
  await tab.attachFiles({ name: 'царапина.png', mimeType: 'image/png', buffer: PICTURE });
  await tab.composer.fill('Вот она');
  await tab.sendButton.tap();
  const message = tab.message('Вот она');
  await expect(message).toContainText('отправлено');

  const layers = [
    {
      shown: page.getByRole('dialog', { name: 'царапина.png' }),
      open: () => message.getByRole('button', { name: /царапина.png/ }).tap(),
    },
    {
      shown: tab.selection,
      open: async () => {
        await message.getByRole('button', { name: 'Действия с сообщением' }).tap();
        // Not a tap: two at one point within 300 ms are a double tap, which chooses nothing.
        await page.getByRole('button', { name: 'Выбрать', exact: true }).click();
      },
    },
    {
      shown: page.getByRole('region', { name: 'Поиск по сообщениям' }),
      open: () => page.getByRole('button', { name: 'Поиск по сообщениям' }).tap(),
    },
    {
      shown: page.getByRole('menu'),
      open: () => page.getByRole('button', { name: 'Действия', exact: true }).tap(),
    },
  ];
  for (const { shown, open } of layers) {
    await goBackFrom(page, async () => {
      await open();
      await expect(shown).toBeVisible();
    });
    await expect(shown).toBeHidden();
  }

  await expect(tab.dialog).toBeVisible();
  await page.goBack();
  await expect(tab.dialog).toBeHidden();
  expect(page.url()).toBe(listing);
});

test('Back in a seller’s chat closes its sheet, then the chat', async ({ buyer, seller }) => {
  const asks = await buyer(1);
  await asks.openChat();
  await asks.deliver('Ещё есть?');
  const sells = await seller(MAKSIM, TOUCH);
  const { page } = sells;
  const profile = page.url();
  await sells
    .row(await asks.guestName())
    .first()
    .tap();
  const message = sells.message('Ещё есть?');
  const sheet = page.getByRole('dialog', { name: 'Действия с сообщением' });
  await goBackFrom(page, async () => {
    await message.getByRole('button', { name: 'Действия с сообщением' }).tap();
    await expect(sheet).toBeVisible();
  });
  await expect(sheet).toBeHidden();
  await expect(message).toBeVisible();
  await page.goBack();
  await expect(sells.list).toBeVisible();
  await expect(message).toBeHidden();
  expect(page.url()).toBe(profile);
});
