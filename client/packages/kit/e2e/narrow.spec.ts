/** What a narrow screen shows whole. */
import type { Page } from '@playwright/test';

import { expect, test } from './support/test.ts';

const WIDTHS = [1024, 390, 320];
/** Pixels at the sides of a story, which the application does not have. */
const MARGINS = 2 * 16;

/** Pixels by which the page scrolls sideways. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/** The placeholders that do not fit into their fields. */
function cutPlaceholders(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('input')].flatMap((field) => {
      const { font, paddingLeft, paddingRight } = getComputedStyle(field);
      const context = document.createElement('canvas').getContext('2d');
      if (context === null || field.value !== '') return [];
      context.font = font;
      const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      return context.measureText(field.placeholder).width > room ? [field.placeholder] : [];
    }),
  );
}

/** The notes behind the titles of a list that are cut; one that wraps is out of sight. */
function cutNotes(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('li [id$="note"]')].flatMap((note) => {
      const line = note.parentElement?.getBoundingClientRect();
      const { top, right } = note.getBoundingClientRect();
      if (line === undefined || top >= line.bottom) return [];
      const isWhole = right <= line.right + 1 && note.scrollWidth <= note.clientWidth + 1;
      return isWhole ? [] : [note.textContent];
    }),
  );
}

/** The formulas that end beyond the page and cannot be scrolled to. */
function formulasOutOfSight(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('math')].flatMap((formula) => {
      let part: Element | null = formula.querySelector('mrow') ?? formula;
      const isWide = part.getBoundingClientRect().right > window.innerWidth;
      while (part !== null && getComputedStyle(part).overflowX !== 'auto')
        part = part.parentElement;
      return isWide && part === null ? [formula.textContent] : [];
    }),
  );
}

for (const width of WIDTHS) {
  test(`a role in the list is whole or absent at ${width} pixels`, async ({ page, story }) => {
    await page.setViewportSize({ width, height: 568 });
    const root = await story('chats-chatlist--with-roles');
    await expect(root.getByRole('listitem').first()).toBeVisible();
    expect(await cutNotes(page)).toEqual([]);
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true });

  test('the quick switcher has a whole placeholder', async ({ page, story }) => {
    await story('chats-dialogs--switcher');
    await expect(page.getByRole('combobox')).toBeVisible();
    expect(await cutPlaceholders(page)).toEqual([]);
  });

  test('a voice note keeps its duration inside', async ({ page, story }) => {
    await page.setViewportSize({ width: 320 + MARGINS, height: 568 });
    const root = await story('message-messageitem--voice');
    const voice = root.getByRole('group', { name: 'Голосовое сообщение' });
    await expect(voice).toBeVisible();
    expect(await voice.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  });

  test('all emoji fit into a dialog', async ({ page, story }) => {
    await page.setViewportSize({ width: 240, height: 568 });
    const root = await story('message-reactions--picker');
    await expect(root.getByRole('searchbox')).toBeVisible();
    expect(await overflow(page)).toBe(0);
  });

  test('the actions of selected messages share a row', async ({ page, story }) => {
    await page.setViewportSize({ width: 320 + MARGINS, height: 568 });
    await story('message-log--selection');
    const buttons = page.getByRole('toolbar').getByRole('button');
    await expect(buttons.first()).toBeVisible();
    const rows = await buttons.evaluateAll((all) =>
      all.map((button) => Math.round(button.getBoundingClientRect().bottom)),
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(new Set(rows).size).toBe(1);
  });
});

test('a long formula scrolls within its line', async ({ page, story }) => {
  await page.setViewportSize({ width: 100, height: 568 });
  const root = await story('message-messagetext--formulas');
  await expect(root.locator('math').first()).toBeVisible();
  expect(await formulasOutOfSight(page)).toEqual([]);
});

test('an empty archive says so', async ({ page, story }) => {
  await story('app-chatspage--no-chats');
  await expect(page.getByText('Чатов пока нет')).toBeVisible();
  await page.getByText('Архив', { exact: true }).click();
  await expect(page.getByText('В архиве пусто')).toBeVisible();
  await page.getByRole('searchbox', { name: 'Поиск по чатам' }).fill('слово');
  await expect(page.getByText('Попробуйте изменить запрос.')).toBeVisible();
});
