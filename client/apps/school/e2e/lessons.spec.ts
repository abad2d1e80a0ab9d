/** What makes lessons convenient: the way to the chat, a warning, and taking a change back. */
import { expectAccessible } from '@vestnik/testing/axe';

import { expectNoOverflow } from './support/overflow.ts';
import { expect, test } from './support/test.ts';

test('a lesson leads to the chat of its pair', async ({
  open,
  pair: { teacher, student },
  school,
}) => {
  await school.lesson(teacher, student, new Date('2030-01-02T10:00:00Z'));
  const stranger = await school.person({ role: 'student' });
  await school.lesson(teacher, stranger, new Date('2030-01-03T10:00:00Z'));
  const hers = await open(teacher, { path: '/lessons' });
  const row = (name: string) => hers.page.getByRole('listitem').filter({ hasText: name });
  await expect(row(stranger.name)).toHaveCount(1);
  await expect(row(stranger.name).getByRole('link')).toHaveCount(0);
  await row(student.name).first().getByRole('link', { name: 'Перейти в чат' }).click();
  await expect(hers.conversation(student)).toBeVisible();

  const admin = await open(school.admin, { path: '/lessons' });
  const pairs = admin.page.getByRole('listitem').filter({ hasText: student.name });
  await pairs.first().getByRole('link', { name: 'Перейти в чат' }).click();
  await expect(admin.conversationOf(teacher, student)).toBeVisible();
});

test('scheduling warns of lessons at the same time, and goes on', async ({
  open,
  pair: { teacher, student },
  school,
}) => {
  const other = await school.person({ role: 'student' });
  await school.lesson(teacher, other, new Date('2030-05-17T12:30:00Z'));
  const { page, dialog } = await open(school.admin, { path: '/lessons' });
  await page.getByRole('button', { name: 'Назначить занятие', exact: true }).click();
  for (const [field, { name }] of [
    ['Преподаватель', teacher],
    ['Ученик', student],
  ] as const) {
    await dialog.getByRole('combobox', { name: field }).pressSequentially(name);
    await dialog.getByRole('option', { name }).click();
  }
  const when = dialog.getByLabel('Дата и время');
  await when.fill('2030-05-17T17:00');
  await expect(dialog.getByText('В это время уже есть занятия:')).toHaveCount(0);
  await when.fill('2030-05-17T15:00');
  await expect(dialog.getByText('В это время уже есть занятия:')).toBeVisible();
  await expect(dialog).toContainText(`15:30 ${teacher.name} — ${other.name}`);
  await expectAccessible(page, 'a conflict');
  await dialog.getByRole('button', { name: 'Назначить', exact: true }).click();
  await expect(dialog).toBeHidden();
});

test('a completed and a cancelled lesson can be restored', async ({
  open,
  pair: { teacher, student },
  school,
}) => {
  await school.lesson(teacher, student, new Date('2025-01-02T10:00:00Z'));
  const hers = await open(teacher, { path: '/lessons', viewport: { width: 320, height: 568 } });
  const { page, dialog } = hers;
  const complete = page.getByRole('button', { name: 'Завершить занятие' });
  const undo = page.getByRole('button', { name: 'Вернуть занятие' });
  await complete.click();
  await expect(page.getByText('Занятие завершено.')).toBeVisible();
  await expectNoOverflow(page);
  await undo.click();
  await expect(complete).toBeVisible();
  await expect(undo).toHaveCount(0);

  await page.getByRole('button', { name: 'Отменить занятие', exact: true }).click();
  await dialog.getByRole('button', { name: 'Отменить занятие' }).click();
  await expect(page.getByText('Отменено')).toBeVisible();
  await undo.click();
  await expect(complete).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await page.reload();
  await expect(complete).toBeVisible();
  await expect(page.getByText('Отменено')).toHaveCount(0);
});
