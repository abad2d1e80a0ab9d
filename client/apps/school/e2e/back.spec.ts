/** Back on a phone closes what lies over a page, and only then leaves it. */
import type { Locator } from '@playwright/test';
import { PICTURE } from '@vestnik/testing/chatPage';
import { goBackFrom, historyIndex } from '@vestnik/testing/history';

import { expect, type SchoolPage, test } from './support/test.ts';

const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  reducedMotion: 'reduce',
} as const;

/** Opens something over the conversation, which Back is to close. */
interface Layer {
  readonly name: string;
  readonly open: (tab: SchoolPage) => Promise<void>;
  readonly shown: (tab: SchoolPage) => Locator;
}

const LAYERS: readonly Layer[] = [
  {
    name: 'the sheet of a message',
    open: (tab) => openSheet(tab, 'Смотри'),
    shown: ({ page }) => page.getByRole('dialog', { name: 'Действия с сообщением' }),
  },
  {
    name: 'a dialog that the sheet opens',
    open: (tab) => chooseOfSheet(tab, 'Смотри', 'Переслать'),
    shown: ({ page }) => page.getByRole('dialog', { name: 'Куда переслать' }),
  },
  {
    name: 'all emoji',
    open: (tab) => chooseOfSheet(tab, 'Смотри', 'Другие реакции'),
    shown: ({ page }) => page.getByRole('group', { name: 'Эмодзи', exact: true }),
  },
  {
    name: 'the selection of messages',
    open: (tab) => chooseOfSheet(tab, 'Смотри', 'Выбрать'),
    shown: ({ page }) => page.getByRole('toolbar', { name: 'Выбранные сообщения' }),
  },
  {
    name: 'the viewer of pictures',
    open: (tab) =>
      tab
        .message('Смотри')
        .getByRole('link', { name: /фото.png/ })
        .tap(),
    shown: ({ page }) => page.locator('.pswp--open'),
  },
  {
    name: 'the search',
    open: (tab) => tab.page.getByRole('button', { name: 'Поиск по сообщениям' }).last().tap(),
    shown: ({ page }) => page.getByRole('region', { name: 'Поиск по сообщениям' }),
  },
  {
    name: 'the choice of a day',
    open: (tab) => tab.page.getByRole('button', { name: 'Перейти к дате', exact: true }).tap(),
    shown: ({ page }) => page.getByRole('dialog', { name: 'Перейти к дате' }),
  },
  {
    name: 'the menu of attachments',
    open: (tab) => tab.page.getByRole('button', { name: 'Прикрепить', exact: true }).tap(),
    shown: ({ page }) => page.getByRole('menu', { name: 'Прикрепить', exact: true }),
  },
];

async function openSheet(tab: SchoolPage, text: string): Promise<void> {
  await tab.message(text).getByRole('button', { name: 'Действия с сообщением' }).tap();
  await expect(tab.dialog).toBeVisible();
}

async function chooseOfSheet(tab: SchoolPage, text: string, action: string): Promise<void> {
  await openSheet(tab, text);
  await tab.dialog.getByRole('button', { name: action, exact: true }).tap();
}

test('Back closes what lies over a chat, not the chat', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Раньше');
  const tab = await open(teacher, PHONE);
  await tab.chat(student).tap();
  await tab.attachFiles({ name: 'фото.png', mimeType: 'image/png', buffer: PICTURE });
  await tab.composer.fill('Смотри');
  await tab.sendButton.tap();
  await expect(tab.message('Смотри')).toContainText('отправлено');
  const [url, index] = [tab.page.url(), await historyIndex(tab.page)];

  for (const layer of LAYERS) {
    await test.step(layer.name, async () => {
      await goBackFrom(tab.page, async () => {
        await layer.open(tab);
        await expect(layer.shown(tab)).toBeVisible();
      });
      await expect(layer.shown(tab)).toBeHidden();
      await expect(tab.conversation(student)).toBeVisible();
      await expect.poll(() => historyIndex(tab.page)).toBe(index);
      expect(tab.page.url()).toBe(url);
    });
  }
  await tab.page.goBack();
  await expect(tab.chat(student)).toBeVisible();
  await expect(tab.log).toHaveCount(0);
});

test('layers close one by one, however they were opened', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, teacher, 'Лишнее');
  const tab = await open(teacher, PHONE);
  await tab.chat(student).tap();
  const index = await historyIndex(tab.page);
  const bar = tab.page.getByRole('toolbar', { name: 'Выбранные сообщения' });
  await chooseOfSheet(tab, 'Лишнее', 'Выбрать');
  await bar.getByRole('button', { name: 'Удалить' }).tap();
  await expect(tab.dialog).toBeVisible();
  await expect.poll(() => historyIndex(tab.page)).toBe(index + 2);
  await tab.page.goBack();
  await expect(tab.dialog).toBeHidden();
  await expect(bar).toBeVisible();
  await tab.page.goBack();
  await expect(bar).toBeHidden();
  await expect(tab.message('Лишнее')).toBeVisible();
});

test('a layer closed by its own button leaves no step', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Слово');
  const tab = await open(teacher, PHONE);
  await tab.chat(student).tap();
  const index = await historyIndex(tab.page);
  await openSheet(tab, 'Слово');
  await expect.poll(() => historyIndex(tab.page)).toBe(index + 1);
  await tab.dialog.getByRole('button', { name: 'Отмена' }).tap();
  await expect.poll(() => historyIndex(tab.page)).toBe(index);

  // Forward leads to an entry whose layer is gone, and stays where the reader is.
  await tab.page.evaluate(() => {
    history.forward();
  });
  await expect.poll(() => historyIndex(tab.page)).toBe(index);
  await expect(tab.dialog).toBeHidden();
  await expect(tab.conversation(student)).toBeVisible();
  await tab.page.goBack();
  await expect(tab.log).toHaveCount(0);
});

test('a reload under an open layer leaves no step', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Слово');
  const tab = await open(teacher, PHONE);
  await tab.chat(student).tap();
  const index = await historyIndex(tab.page);
  await tab.page.getByRole('button', { name: 'Перейти к дате', exact: true }).tap();
  await expect(tab.dialog).toBeVisible();
  await expect.poll(() => historyIndex(tab.page)).toBe(index + 1);
  await tab.page.reload();
  await expect(tab.conversation(student)).toBeVisible();
  await expect(tab.dialog).toBeHidden();
  await expect.poll(() => historyIndex(tab.page)).toBe(index);
  await tab.page.goBack();
  await expect(tab.chat(student)).toBeVisible();
});

test('Back from a search hit leads to the list', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Контрольная в пятницу');
  const tab = await open(teacher, PHONE);
  const { page } = tab;
  for (const from of ['the list', 'the chat']) {
    await test.step(`from ${from}`, async () => {
      await page.getByRole('button', { name: 'Поиск по сообщениям' }).last().tap();
      const search = page.getByRole('region', { name: 'Поиск по сообщениям' });
      await search.getByRole('searchbox').fill('контрольная');
      await search.getByRole('button', { name: /Контрольная в пятницу/ }).tap();
      await expect(search).toBeHidden();
      await expect(tab.message('Контрольная в пятницу')).toBeInViewport();
      await expect(page).toHaveURL(/\/chats\/\d+\?message=\d+$/);
    });
  }
  await page.goBack();
  await expect(tab.chat(student)).toBeVisible();
  await expect(tab.log).toHaveCount(0);
});

test('Back closes the settings, and leaves their page at once', async ({
  open,
  pair: { teacher },
}) => {
  const tab = await open(teacher, PHONE);
  const { page } = tab;
  const panel = page.getByRole('group', { name: 'Настройки', exact: true });
  await goBackFrom(page, async () => {
    await tab.openSettings();
    await expect(panel).toBeVisible();
  });
  await expect(panel).toBeHidden();
  await tab.openSettings();
  await panel.getByRole('link').tap();
  await expect(page).toHaveURL(/\/account$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/(chats)?$/);
  await expect(tab.chats).toBeVisible();
  await expect(panel).toBeHidden();
});

test('beside a mouse layers add nothing to the history', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Слово');
  const tab = await open(teacher);
  await tab.openChat(student);
  const entries = await tab.page.evaluate(() => history.length);
  await tab.openMenu('Слово');
  await expect(tab.page.getByRole('menuitem', { name: 'Ответить' })).toBeVisible();
  await tab.page.keyboard.press('Escape');
  await tab.page.getByRole('button', { name: 'Перейти к дате', exact: true }).click();
  await expect(tab.dialog).toBeVisible();
  expect(await tab.page.evaluate(() => history.length)).toBe(entries);
});

test('Back closes a dialog of the desk, not the desk', async ({ open, school }) => {
  const { page, dialog } = await open(school.admin, { ...PHONE, path: '/desk?view=reports' });
  const proof = page.getByRole('button', { name: /^Журнал/ });
  await expect(proof).toBeVisible();
  const [url, index] = [page.url(), await historyIndex(page)];
  await goBackFrom(page, async () => {
    await proof.tap();
    await expect(dialog).toBeVisible();
  });
  await expect(dialog).toBeHidden();
  await expect(proof).toBeVisible();
  await expect.poll(() => historyIndex(page)).toBe(index);
  expect(page.url()).toBe(url);
});
