/** How one gets to what can be done with a message: by finger, and by keyboard. */
import { boxAtRest } from '@vestnik/testing';

import { expect, type SchoolPage, test } from './support/test.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A finger that rests on a message until something comes of it. */
async function press(tab: SchoolPage, text: string): Promise<void> {
  const bubble = tab.message(text).getByText(text);
  const { x, y } = await middleOf(tab, text);
  const at = { clientX: x, clientY: y };
  await bubble.dispatchEvent('pointerdown', { pointerType: 'touch', isPrimary: true, ...at });
}

test('a long press opens the actions of a message', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, teacher, 'удалю пальцем');
  await school.send(chatId, student, 'чужое');
  const tab = await open(teacher, PHONE);
  await tab.openChat(student);
  const message = tab.message('удалю пальцем');
  await expect(message).toBeVisible();
  await press(tab, 'удалю пальцем');
  await expect(tab.dialog.getByRole('button', { name: 'Ответить' })).toBeVisible();
  await tab.dialog.getByRole('button', { name: 'Отмена' }).click();
  await expect(tab.dialog).toBeHidden();
  await expect(message).toBeVisible();
  await press(tab, 'удалю пальцем');
  await tab.dialog.getByRole('button', { name: 'Удалить', exact: true }).click();
  await expect(tab.dialog).toContainText('Удалить сообщение?');
  await tab.dialog.getByRole('button', { name: 'Удалить', exact: true }).click();
  await expect(message).toHaveCount(0);
  await expect(tab.message('чужое')).toBeVisible();
});

test('a double tap toggles a reaction for both people', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
}) => {
  await school.send(chatId, student, 'дважды по мне');
  const tab = await open(teacher, PHONE);
  const other = await open(student, { at: replicas[1] });
  await other.openChat(teacher);
  await tab.openChat(student);
  const seen = other.message('дважды по мне').getByRole('button', { name: /^👍, 1/ });
  const doubleTap = async () => {
    const { x, y } = await middleOf(tab, 'дважды по мне');
    await tab.page.touchscreen.tap(x, y);
    await tab.page.touchscreen.tap(x, y);
  };
  await doubleTap();
  await expect(seen).toBeVisible();
  await doubleTap();
  await expect(seen).toHaveCount(0);
});

test('a double click reacts beside text, selects on it', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'слово');
  const tab = await open(teacher);
  await tab.openChat(student);
  const reaction = tab.message('слово').getByRole('button', { name: /^👍, 1/ });
  const { x, y, left } = await middleOf(tab, 'слово');
  await tab.page.mouse.dblclick(x, y);
  expect(await tab.page.evaluate(() => window.getSelection()?.toString())).toBe('слово');
  await tab.page.mouse.dblclick(left - 5, y);
  await expect(reaction).toBeVisible();
  expect(await tab.page.evaluate(() => window.getSelection()?.toString())).toBe('');
});

/** Where a text stands. */
async function middleOf(tab: SchoolPage, text: string) {
  const box = await boxAtRest(tab.message(text).getByText(text));
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, left: box.x };
}

test('arrow keys move through the log, one tab stop', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  for (const text of ['первое https://example.org/ здесь', 'второе', 'третье']) {
    await school.send(chatId, teacher, text);
  }
  const tab = await open(teacher);
  await tab.openChat(student);
  await expect(tab.message('третье')).toBeVisible();
  const { keyboard } = tab.page;
  const attach = tab.page.getByRole('button', { name: 'Прикрепить', exact: true });
  await expect(tab.composer).toBeFocused();
  await keyboard.press('Shift+Tab');
  await expect(attach).toBeFocused();
  await keyboard.press('Shift+Tab');
  await expect(tab.log).toBeFocused();
  await keyboard.press('Shift+Tab');
  expect(await isInLog(tab)).toBe(false);
  await keyboard.press('Tab');
  await expect(tab.log).toBeFocused();

  await keyboard.press('ArrowUp');
  await expect(tab.message('третье')).toBeFocused();
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowUp');
  await expect(tab.message('первое')).toBeFocused();
  await keyboard.press('ArrowRight');
  await expect(tab.message('первое').getByRole('link')).toBeFocused();
  await keyboard.press('ArrowRight');
  await expect(tab.message('первое').getByRole('button')).toBeFocused();
  await keyboard.press('Shift+Tab');
  expect(await isInLog(tab)).toBe(false);
  await keyboard.press('Tab');
  await keyboard.press('ArrowUp');
  await keyboard.press('Tab');
  await expect(attach).toBeFocused();

  await keyboard.press('Shift+Tab');
  await keyboard.press('ArrowUp');
  await keyboard.press('Enter');
  await expect(tab.page.getByRole('menuitem', { name: 'Ответить' })).toBeVisible();
  await expect(tab.page.getByRole('button', { name: 'Реакция 👍' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(tab.message('третье')).toBeFocused();
});

async function isInLog(tab: SchoolPage): Promise<boolean> {
  return tab.log.evaluate((log) => log.contains(document.activeElement));
}
