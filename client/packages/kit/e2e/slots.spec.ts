/** What an application draws in a conversation or adds to it, in the connected kit. */
import { expect, test } from './support/test.ts';

test('a host draws messages, texts and files', async ({ page, story }) => {
  const root = await story('app-conversation--slots');
  const log = root.getByRole('log');
  await expect(log.getByText('Опрос: 3 ответа')).toBeVisible();
  await expect(log.getByRole('link', { name: /homework\.pdf/ })).toBeVisible();
  await expect(log.getByText('Секрет')).toBeHidden();
  const first = log.locator('[data-message-id="801"]').getByRole('article');
  await expect(first).toContainText('Завтра контрольная');
  await first.getByRole('button', { name: 'Перевод' }).click();
  await expect(first).toContainText('There is a test tomorrow.');
  await log.focus();
  await page.keyboard.press('ArrowUp');
  await expect(log.getByRole('article').last()).toBeFocused();
});

test('actions of a host stand in the menu before deletion', async ({ page, story }) => {
  const root = await story('app-conversation--slots');
  const composer = root.getByRole('textbox', { name: 'Сообщение' });
  await composer.fill('Мой ответ');
  await composer.press('Enter');
  const sent = root.getByRole('article').filter({ hasText: 'Мой ответ' });
  await sent.hover();
  await sent.getByRole('button', { name: 'Действия с сообщением' }).click();
  const items = page.getByRole('menuitem');
  await expect(items.last()).toHaveText('Удалить');
  await expect(items.nth(-2)).toHaveText('Перевести');
  await page.getByRole('menuitem', { name: 'Перевести' }).click();
  await expect(page).toHaveTitle('Мой ответ');
  await expect(page.getByRole('menu')).toBeHidden();
});

test('a host adds to the header and around the composer', async ({ story }) => {
  const root = await story('app-conversation--slots');
  await expect(root.getByRole('button', { name: 'Позвонить' })).toBeVisible();
  const group = root.getByRole('group', { name: 'Ответ для 1' });
  await expect(group.getByText('Ответим в течение часа.')).toBeVisible();
  await expect(group.getByRole('textbox', { name: 'Сообщение' })).toBeVisible();
});

test('a host adds to the menu of attachments', async ({ page, story }) => {
  const root = await story('app-conversation--slots');
  // Waits until the host's parts are drawn: a click before that opened no menu under load.
  await expect(root.getByText('Опрос: 3 ответа')).toBeVisible();
  await expect(root.getByText('Ответим в течение часа.')).toBeVisible();
  await root.getByRole('button', { name: 'Прикрепить' }).click();
  const items = page.getByRole('menuitem');
  await expect(items).toHaveText(['Фото', 'Файл', 'Опрос']);
  await items.last().click();
  await expect(page).toHaveTitle('Опрос в чате 40');
});

test('an inner provider of slots adds to the outer one', async ({ page, story }) => {
  const root = await story('app-conversation--nested-slots');
  const text = root.locator('[data-wrapped]').filter({ hasText: 'Завтра контрольная' });
  await expect(text.getByRole('button', { name: 'Перевод' })).toBeVisible();
  await expect(root.getByText('Опрос: 3 ответа')).toBeVisible();
  await expect(root.getByText('Ответим в течение часа.')).toBeVisible();
  await expect(root.getByText('Сегодня до 18:00.')).toBeVisible();
  await root.getByRole('button', { name: 'Прикрепить' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Фото', 'Файл', 'Опрос', 'Задание']);
});

test('a host explains a chat without messages', async ({ story }) => {
  const root = await story('app-conversation--slots-without-messages');
  await expect(root.getByText('Напишите первым в чат 40.')).toBeVisible();
});
