/** What makes lessons convenient: the way to the chat, a warning, and taking a change back. */
import { expectAccessible } from '@vestnik/testing/axe';

import { expectNoOverflow } from './support/overflow.ts';
import { expect, type Pair, type SchoolPage, test } from './support/test.ts';

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

test('scheduling warns of overlapping lessons and continues', async ({
  open,
  pair: { teacher, student },
  school,
}) => {
  const other = await school.person({ role: 'student' });
  await school.lesson(teacher, other, new Date('2030-05-17T12:30:00Z'));
  const admin = await open(school.admin, { path: '/lessons' });
  const { page, dialog } = admin;
  await chooseMembers(admin, { teacher, student });
  const when = dialog.getByLabel('Дата и время');
  await when.fill('2030-05-17T17:00');
  await expect(dialog.getByText('В это время уже есть занятия:')).toHaveCount(0);
  await when.fill('2030-05-17T15:00');
  await expect(dialog.getByText('В это время уже есть занятия:')).toBeVisible();
  await expect(dialog).toContainText(`15:30–16:30 ${teacher.name} — ${other.name}`);
  await dialog.getByLabel('Длительность').selectOption('30 мин');
  await expect(dialog.getByText('В это время уже есть занятия:')).toHaveCount(0);
  await dialog.getByLabel('Длительность').selectOption('45 мин');
  await expect(dialog.getByText('В это время уже есть занятия:')).toBeVisible();
  await expectAccessible(page, 'a conflict');
  await dialog.getByRole('button', { name: 'Назначить', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Занятие назначено.')).toBeVisible();
});

test('a series can be scheduled, moved, undone, cancelled and restored', async ({
  open,
  pair: { teacher, student },
  replicas,
  school,
}) => {
  const admin = await open(school.admin, { path: '/lessons' });
  const { dialog } = admin;
  await chooseMembers(admin, { teacher, student });
  await dialog.getByLabel('Тема').fill('Дроби');
  await dialog.getByLabel('Дата и время').fill('2030-03-04T15:00');
  await dialog.getByLabel('Длительность').selectOption('90 мин');
  await dialog.getByLabel('Повторение').selectOption('Каждую неделю');
  await dialog.getByLabel('Сколько занятий').fill('1');
  await dialog.getByRole('button', { name: 'Назначить', exact: true }).click();
  await expect(dialog.getByLabel('Сколько занятий')).toBeFocused();
  await expect(dialog.getByText('Введите число от 2 до 52')).toBeVisible();
  await dialog.getByLabel('Сколько занятий').fill('3');
  await expect(dialog.getByText('Будет 3 занятия, последнее — 18 марта 2030')).toBeVisible();
  await expectAccessible(admin.page, 'a series');
  await dialog.getByRole('button', { name: 'Назначить', exact: true }).click();
  await expect(admin.page.getByText('Назначено: 3 занятия.')).toBeVisible();

  const hers = await open(teacher, { path: '/lessons' });
  const rows = hers.page.getByRole('listitem').filter({ hasText: 'Дроби' });
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ hasText: '15:00–16:30' })).toHaveCount(3);
  await expect(rows.first().getByRole('img', { name: 'Повторяется' })).toBeVisible();
  await rows.nth(1).getByRole('button', { name: 'Изменить занятие' }).click();
  await hers.dialog.getByLabel('Дата и время').fill('2030-03-11T17:15');
  await hers.dialog.getByText('Это и следующие').click();
  await expectAccessible(hers.page, 'moving a lesson');
  await hers.dialog.getByRole('button', { name: 'Сохранить' }).click();
  await expect(rows.filter({ hasText: '17:15–18:45' })).toHaveCount(2);

  const his = await open(student, { path: '/lessons', at: replicas[1] });
  const seen = his.page.getByRole('listitem').filter({ hasText: 'Дроби' });
  await expect(seen.filter({ hasText: '17:15–18:45' })).toHaveCount(2);
  await expect(seen.getByRole('button')).toHaveCount(0);
  await hers.page.getByRole('button', { name: 'Вернуть как было' }).click();
  await expect(rows.filter({ hasText: '15:00–16:30' })).toHaveCount(3);

  await rows.nth(1).getByRole('button', { name: 'Отменить занятие' }).click();
  await hers.dialog.getByText('Это и следующие').click();
  await hers.dialog.getByRole('button', { name: 'Отменить занятие' }).click();
  await expect(rows.filter({ hasText: 'Отменено' })).toHaveCount(2);
  await hers.page.getByRole('button', { name: 'Вернуть 2 занятия' }).click();
  await expect(rows.filter({ hasText: 'Отменено' })).toHaveCount(0);
  await expect(rows.getByRole('button', { name: 'Изменить занятие' })).toHaveCount(3);
});

test('a move that overlaps is saved only on request', async ({
  open,
  pair: { teacher, student },
  school,
  watch,
}) => {
  const other = await school.person({ role: 'student' });
  await school.lesson(teacher, student, new Date('2030-06-03T10:00:00Z'));
  await school.lesson(teacher, other, new Date('2030-06-03T14:00:00Z'));
  const hers = await open(teacher, { path: '/lessons', viewport: { width: 320, height: 568 } });
  const { page, dialog } = hers;
  const row = page.getByRole('listitem').filter({ hasText: other.name });
  await row.getByRole('button', { name: 'Изменить занятие' }).click();
  await dialog.getByLabel('Дата и время').fill('2030-06-03T13:30');
  await dialog.getByRole('button', { name: 'Сохранить' }).click();
  await expect(dialog.getByText('в это время есть другое занятие')).toBeVisible();
  expect(watch.takeErrors(/status of 409/)).toHaveLength(1);
  await expectNoOverflow(page);
  await dialog.getByRole('button', { name: 'Сохранить всё равно' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('13:30–14:30');
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

/** Opens the dialog that schedules lessons, and chooses the people. */
async function chooseMembers(
  { page, dialog }: SchoolPage,
  { teacher, student }: Pick<Pair, 'teacher' | 'student'>,
): Promise<void> {
  await page.getByRole('button', { name: 'Назначить занятие', exact: true }).click();
  for (const [field, { name }] of [
    ['Преподаватель', teacher],
    ['Ученик', student],
  ] as const) {
    await dialog.getByRole('combobox', { name: field }).pressSequentially(name);
    await dialog.getByRole('option', { name }).click();
  }
}
