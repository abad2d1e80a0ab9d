/** A school in which those who read chats of others say why. */
import { expectAccessible } from '@vestnik/testing/axe';

import { expect, test } from './support/test.ts';

test.use({ realmFiles: { 'school.toml': 'reading_needs_reason = true' } });

test('a chat opens once its reason is given', async ({
  open,
  pair: { student, chatId },
  school,
  watch,
}) => {
  await school.send(chatId, student, 'Личный вопрос');
  const { page, dialog } = await open(school.admin, { path: '/desk?view=audit' });
  const openChat = async () => {
    await page.getByRole('searchbox', { name: 'Найти чат' }).fill(student.name);
    await page.getByRole('list', { name: 'Чаты' }).getByRole('link').first().click();
  };
  await openChat();
  await expect(dialog).toContainText('Зачем вы открываете этот чат?');
  await expectAccessible(page, 'the question for a reason');
  await dialog.getByRole('button', { name: 'Отмена' }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/desk\?view=audit$/);

  await openChat();
  const reason = dialog.getByRole('textbox', { name: 'Причина' });
  await expect(reason).toBeFocused();
  await reason.press('Enter');
  await expect(reason).toHaveAttribute('aria-invalid', 'true');
  await reason.fill('проверка урока');
  await dialog.getByRole('button', { name: 'Открыть' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'События' })).toContainText('Личный вопрос');
  await expect(page.getByRole('textbox', { name: 'Причина' })).toHaveCount(0);
  expect(watch.takeErrors(/status of 403/).length).toBeGreaterThan(0);

  // It is asked once a day.
  await page.reload();
  await expect(page.getByRole('region', { name: 'События' })).toContainText('Личный вопрос');
  await page.goto('/desk?view=accesses');
  const list = page.getByRole('list', { name: 'Кто читал чужие чаты' });
  const read = list.getByRole('listitem').filter({ hasText: `${school.admin.name}: чтение` });
  await expect(read.first()).toContainText('Причина: проверка урока');
});
