/** What admins read of others at the desk: the reason they give, and the list of it. */
import { expectAccessible } from '@vestnik/testing/axe';

import { expectNoOverflow } from './support/overflow.ts';
import { expect, test } from './support/test.ts';

test('an admin who reads a chat is in the list, with the reason', async ({
  open,
  pair: { student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Личный вопрос');
  const { page } = await open(school.admin, { path: `/desk?view=audit&chat=${chatId}` });
  await expect(page.getByRole('region', { name: 'События' })).toContainText('Личный вопрос');
  const reason = page.getByRole('textbox', { name: 'Причина' });
  await page.getByRole('button', { name: 'Сохранить причину' }).click();
  await expect(reason).toHaveAttribute('aria-invalid', 'true');
  await reason.fill('жалоба родителей');
  await reason.press('Enter');
  await expect(page.getByText('Причина записана.')).toBeVisible();

  const views = page.getByRole('navigation', { name: 'Разделы обзора' });
  await views.getByRole('link', { name: 'Кто читал' }).click();
  const list = page.getByRole('list', { name: 'Кто читал чужие чаты' });
  const accesses = list.getByRole('listitem').filter({ hasText: student.name });
  await expect(accesses.first()).toContainText(`${school.admin.name}: названа причина`);
  await expect(accesses.first()).toContainText('Причина: жалоба родителей');
  const read = accesses.filter({ hasText: `${school.admin.name}: чтение` });
  await expect(read).toContainText('Причина не названа');
  await expect(read).toContainText('127.0.0.1 · GET /v1/school/desk/chats/{id}/timeline');
  await expect(read.getByRole('link', { name: /^Открыть чат/ })).toHaveAttribute(
    'href',
    `/chats/${chatId}`,
  );
  await read.getByRole('link', { name: /^История чата/ }).click();
  await expect(page).toHaveURL(new RegExp(`view=audit&chat=${chatId}$`));
});

for (const [device, viewport] of [
  ['desk', { width: 1280, height: 800 }],
  ['small phone', { width: 320, height: 568 }],
] as const) {
  test(`the list of accesses fits a ${device} and axe finds nothing`, async ({
    open,
    pair: { student, chatId },
    school,
  }) => {
    await school.send(chatId, student, 'Личный вопрос');
    await school.request('GET', `/v1/school/desk/chats/${chatId}/timeline`);
    const { page } = await open(school.admin, { path: '/desk?view=accesses', viewport });
    await expect(page.getByText(student.name).first()).toBeVisible();
    await expectAccessible(page, 'accesses', { hasCheckedColours: device !== 'desk' });
    await expectNoOverflow(page);
  });
}

test.describe('in a school that needs reasons', () => {
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
});
