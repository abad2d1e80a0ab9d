/** What admins read of others at the desk, and the list of it. */
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
  // The application may have loaded the chat before the desk did.
  await expect(read).toContainText(/127\.0\.0\.1 · GET \/v1\/school\/(desk\/)?chats\/\{id\}/);
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
