/** The same by keyboard alone, and by finger. */
import { expectAccessible, WCAG_22_AA } from '@vestnik/testing/axe';

import { ANNA, DMITRY, expect, MAKSIM, POLINA, test } from './support/test.ts';

test('typing a name and pressing Enter chooses that person', async ({ open }) => {
  const anna = await open(ANNA);
  const { page, dialog } = anna;
  await page.getByRole('button', { name: 'Новый чат', exact: true }).click();
  const field = dialog.getByRole('combobox', { name: 'Собеседник', exact: true });
  await field.click();
  // All of the directory is offered, and the one who is meant is not the first.
  await expect(dialog.getByRole('option').first()).toBeVisible();
  await expect(dialog.getByRole('option').first()).not.toHaveText(POLINA.name);

  // While time stands still, the directory is not asked for what is typed.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1_000);
  await field.fill('Никого такого');
  await field.press('Enter');
  await expect(field).toHaveValue('Никого такого');
  await field.fill('Полина');
  await field.press('Enter');
  // Chosen where she is known already; nobody else is.
  await expect(field).toHaveValue(/^Полина( Зайцева)?$/);
  await page.clock.resume();
  await field.fill(POLINA.name.slice(0, -1));
  await expect(dialog.getByRole('option')).toContainText([POLINA.name]);
  await field.press('Enter');
  await expect(field).toHaveValue(POLINA.name);
});

test('arrow keys move through the log, one tab stop', async ({ open }) => {
  const anna = await open(ANNA);
  const { page } = anna;
  await anna.createPrivate(DMITRY);
  for (const text of ['Один', 'Два https://example.org/', 'Три']) {
    await anna.send(text);
    await anna.isSent(text);
  }
  await anna.composer.focus();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Прикрепить', exact: true })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(anna.log).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(anna.message('Три')).toBeFocused();

  await page.keyboard.press('ArrowUp');
  await expect(anna.message('Два')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(anna.message('Два').getByRole('link')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(anna.log).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(anna.message('Один')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Ответить', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(anna.message('Один')).toBeFocused();
});

test('a long press opens a message’s actions in a sheet', async ({ open }) => {
  const anna = await open(ANNA, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  await anna.createPrivate(MAKSIM);
  await anna.composer.fill('Исправить');
  await anna.page.getByRole('button', { name: 'Отправить', exact: true }).tap();
  await anna.isSent('Исправить');
  const message = anna.message('Исправить');
  await message.getByRole('button', { name: 'Действия с сообщением', exact: true }).tap();
  const edit = anna.dialog.getByRole('button', { name: 'Изменить', exact: true });
  await expect(edit).toBeVisible();
  await expectAccessible(anna.page, 'the actions of a message', {
    tags: [...WCAG_22_AA, 'best-practice'],
  });
  await edit.tap();
  await expect(anna.composer).toHaveValue('Исправить');
});
