/** The same by keyboard alone, and by finger. */
import { expectAccessible, WCAG_22_AA } from '@vestnik/testing/axe';

import { ANNA, DMITRY, expect, MAKSIM, POLINA, test } from './support/test.ts';

test('a name typed and Enter pressed at once choose nobody else', async ({ open }) => {
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

test('the log is one tab stop, and the arrow keys go through it', async ({ open }) => {
  const anna = await open(ANNA);
  const { page } = anna;
  await anna.createPrivate(DMITRY);
  for (const text of ['Один', 'Два https://example.org/', 'Три']) {
    await anna.send(text);
    await expect(anna.message(text)).toContainText('отправлено');
  }
  await anna.composer.focus();
  await page.keyboard.press('Shift+Tab');
  await expect(anna.message('Три')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'О чате', exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(anna.message('Три')).toBeFocused();

  await page.keyboard.press('ArrowUp');
  await expect(anna.message('Два')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(anna.message('Два').getByRole('link')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(anna.message('Один')).toBeFocused();
  await page.keyboard.press('Enter');
  const reply = anna.message('Один').getByRole('button', { name: 'Ответить', exact: true });
  await expect(reply).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(anna.message('Один')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(anna.composer).toBeFocused();
});

test('a finger finds what may be done behind one button of a message', async ({ open }) => {
  const anna = await open(ANNA, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  await anna.createPrivate(MAKSIM);
  await anna.composer.fill('Исправить');
  await anna.page.getByRole('button', { name: 'Отправить', exact: true }).tap();
  const message = anna.message('Исправить');
  await expect(message).toContainText('отправлено');
  await expect(message.getByRole('button')).toHaveCount(1);
  await message.getByRole('button', { name: 'Действия с сообщением', exact: true }).tap();
  const choices = anna.dialog.getByRole('button');
  await expect(choices).toHaveText(['Ответить', 'Изменить', 'Удалить', 'Отмена']);
  await expectAccessible(anna.page, 'the actions of a message', {
    tags: [...WCAG_22_AA, 'best-practice'],
  });
  await choices.filter({ hasText: 'Изменить' }).tap();
  await expect(anna.dialog).toHaveCount(0);
  await expect(anna.composer).toHaveValue('Исправить');
});
