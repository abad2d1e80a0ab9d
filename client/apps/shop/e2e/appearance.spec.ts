import type { Locator, Page } from '@playwright/test';
import { boxAtRest } from '@vestnik/testing';
import { animationsEnd } from '@vestnik/testing/animations';
import { expectAccessible } from '@vestnik/testing/axe';

import { expect, SOFIA, test } from './support/test.ts';

/** What of an element's look a shop's sheet might reach. */
const LOOK = [
  'color',
  'background-color',
  'font-size',
  'font-family',
  'line-height',
  'letter-spacing',
  'text-transform',
  'display',
  'opacity',
  'visibility',
  'width',
  'height',
  'padding',
];
const WORSE = `
  * { all: unset !important; color: red !important; font-size: 44px !important; }
  *, vestnik-chat { direction: rtl !important; letter-spacing: 9px !important; }
  vestnik-chat { left: 0 !important; top: 0 !important; z-index: -1 !important; float: left !important; }
  #profilePage *, main * { pointer-events: none !important; --accent: red !important; }
`;

/** What the elements within the chat look like, one after the other. */
async function looks(host: Locator): Promise<string[]> {
  return host.evaluate((element, names) => {
    const within = element.shadowRoot?.querySelectorAll('*') ?? [];
    return [...within].map((one) => {
      const style = getComputedStyle(one);
      const said = names.map((name) => `${name}:${style.getPropertyValue(name)}`);
      return `${one.tagName} ${said.join(' ')}`;
    });
  }, LOOK);
}

/** In words, what the page has besides the chat's hosts. */
async function pageWithout(page: Page): Promise<string> {
  return page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as HTMLElement;
    for (const host of copy.querySelectorAll('vestnik-chat')) host.remove();
    const names = Object.keys(window).filter((name) => name !== 'chatManager');
    const sheets = document.styleSheets.length + document.adoptedStyleSheets.length;
    return `${copy.outerHTML} ${names.join()} ${sheets}`;
  });
}

/** The buyer's window is beside the body; axe knows the backgrounds of what is in it alone. */
async function moveToWhereAxeLooks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const hosts = document.querySelectorAll('html > vestnik-chat');
    for (const host of hosts) document.body.moveBefore(host, null);
  });
}

async function expectNoViolations(
  page: Page,
  screen: string,
  hasCheckedColours: boolean,
): Promise<void> {
  await moveToWhereAxeLooks(page);
  await expectAccessible(page, screen, { include: 'vestnik-chat', hasCheckedColours });
}

test('styles of the shop and the chat stay apart', async ({ buyer }) => {
  const tab = await buyer(1);
  await expect(tab.page.getByRole('button', { name: 'Чат', exact: true })).toBeVisible();
  const before = await pageWithout(tab.page);
  await tab.openChat();
  await tab.send('Видно?');
  await expect(tab.message('Видно?')).toContainText('отправлено');
  await tab.page.evaluate(() => {
    for (const sheet of [...document.styleSheets]) sheet.disabled = true;
  });
  const host = tab.page.locator('vestnik-chat');
  await animationsEnd(tab.page);
  const [box, plain] = [await boxAtRest(tab.dialog), await looks(host)];
  await tab.page.evaluate(() => {
    for (const sheet of [...document.styleSheets]) sheet.disabled = false;
  });
  await animationsEnd(tab.page);
  expect(await looks(host)).toEqual(plain);
  await tab.page.evaluate((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets.push(sheet);
  }, WORSE);
  await animationsEnd(tab.page);
  expect(await looks(host)).toEqual(plain);
  expect(await boxAtRest(tab.dialog)).toEqual(box);
  await tab.page.evaluate(() => {
    document.adoptedStyleSheets.pop();
  });
  expect(await pageWithout(tab.page)).toBe(before);
});

test('the chat is used by the keyboard alone', async ({ buyer }) => {
  const { page, composer, dialog, ...tab } = await buyer(1);
  const button = page.getByRole('button', { name: 'Чат', exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(composer).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.getByRole('button', { name: 'Действия', exact: true }).focus();
  await page.keyboard.press('Enter');
  const first = page.getByRole('menuitem', { name: 'Без звука на час' });
  await expect(first).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(first).toBeHidden();
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
  await expect(tab.launcher).toBeVisible();
});

test('arrow keys move through the log, one tab stop', async ({ buyer, seller }) => {
  const asks = await buyer(3);
  await asks.openChat();
  for (const text of ['Один', 'Два']) {
    await asks.send(text);
    await expect(asks.message(text)).toContainText('отправлено');
  }
  const sells = await seller(SOFIA);
  const { page, composer, log } = sells;
  const message = (text: string): Locator => page.getByRole('article').filter({ hasText: text });
  await sells
    .row(await asks.guestName())
    .first()
    .click();
  await expect(message('Два')).toBeVisible();
  await expect(composer).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Прикрепить' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(log).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Действия', exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowUp');
  await expect(message('Два')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(message('Один')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(
    message('Один').getByRole('button', { name: 'Действия с сообщением' }),
  ).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(message('Один')).toBeFocused();
  await expect(sells.list).toBeVisible();
});

for (const [device, viewport] of [
  ['desk', { width: 1280, height: 800 }],
  ['phone', { width: 320, height: 640 }],
  // As a screen of 1280 × 800 at 200 %.
  ['zoom', { width: 640, height: 400 }],
] as const) {
  // Colours do not depend on the width.
  const hasCheckedColours = device !== 'desk';

  test(`axe finds nothing and nothing is cut off (${device})`, async ({ buyer, seller }) => {
    const where = { viewport, reducedMotion: 'reduce' } as const;
    const asks = await buyer(3, where);
    await asks.openChat();
    await expectNoViolations(asks.page, 'an empty chat', hasCheckedColours);
    await asks.send('Д'.repeat(90));
    await asks.send('Когда удобно?');
    const sells = await seller(SOFIA, where);
    await expect(sells.row(await asks.guestName())).toBeVisible();
    await expectNoViolations(sells.page, 'the inbox', hasCheckedColours);
    await sells.open(await asks.guestName());
    await sells.send('Завтра после шести');
    await expect(asks.message('Завтра')).toBeVisible();
    await expectNoViolations(asks.page, 'a chat', hasCheckedColours);
    await asks.messageAction('Завтра', 'Пожаловаться');
    await expectNoViolations(asks.page, 'a report', hasCheckedColours);
    await asks.page.keyboard.press('Escape');
    await asks.page.getByRole('button', { name: 'Действия', exact: true }).click();
    await expectNoViolations(asks.page, 'the menu', hasCheckedColours);
    await asks.page.keyboard.press('Escape');
    await expectNoViolations(sells.page, 'an open chat in the inbox', hasCheckedColours);
    for (const { page } of [asks, sells]) {
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(tooWide).toBeLessThanOrEqual(0);
    }
    await asks.page.getByRole('button', { name: 'К чатам' }).click();
    await expectNoViolations(asks.page, "the buyer's list", hasCheckedColours);
    await asks.page.getByRole('button', { name: 'Архив', exact: true }).click();
    await expect(asks.page.getByText('В архиве пусто')).toBeVisible();
    await expectNoViolations(asks.page, 'the archive', hasCheckedColours);
    await asks.minimise();
    await expectNoViolations(asks.page, 'the button', hasCheckedColours);
  });
}

test('the chat is in English for English browsers', async ({ buyer }) => {
  const { page } = await buyer(1);
  await page.evaluate(() => {
    const manager = window.chatManager as unknown as { configure(said: object): void };
    manager.configure({ language: 'en', theme: 'dark' });
  });
  await page.getByRole('button', { name: 'Чат', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toBeVisible();
});
