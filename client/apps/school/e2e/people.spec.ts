/** What admins do with accounts: invitations, new passwords, deactivation. */
import { randomUUID } from 'node:crypto';

import { expectAccessible } from '@vestnik/testing/axe';
import type { Person } from '@vestnik/testing';

import { expectNoOverflow } from './support/overflow.ts';
import { expect, type SchoolPage, test } from './support/test.ts';

test('an invitation link is accepted once in another browser', async ({ open, school, watch }) => {
  watch.networkMayFail = true;
  const admin = await open(school.admin, { path: '/people' });
  const email = newAddress();
  const link = await invite(admin, email, 'Преподаватель');
  await expect(invitations(admin)).toContainText([email]);

  const guest = await open(null, { path: link });
  await accept(guest, { name: 'Зоя Приглашённая', password: 'придуманный пароль' });
  await expect(guest.page.getByText('Чатов пока нет')).toBeVisible();
  expect(new URL(guest.page.url()).hash).toBe('');
  await guest.signOut();
  await guest.signIn({ email, password: 'придуманный пароль' });
  await expect(guest.page.getByText('Чатов пока нет')).toBeVisible();

  await admin.page.reload();
  await admin.page.getByRole('searchbox', { name: 'Поиск людей' }).fill('Приглашённая');
  const person = admin.page.getByRole('listitem').filter({ hasText: email });
  await expect(person).toContainText('Зоя Приглашённая');
  await expect(person).toContainText('Преподаватель');

  const late = await open(null, { path: link });
  await expect(late.page.getByText('Приглашение не действует')).toBeVisible();
  await late.page.getByRole('link', { name: 'Перейти ко входу' }).click();
  await expect(late.signInButton).toBeVisible();
});

test('an invitation shows its sender, role and address', async ({ open, school, watch }) => {
  watch.networkMayFail = true;
  const admin = await open(school.admin, { path: '/people' });
  const email = newAddress();
  const guest = await open(null, { path: await invite(admin, email, 'Преподаватель') });
  await expect(guest.page.getByText(`${school.admin.name} приглашает вас`)).toContainText(
    'Роль: Преподаватель',
  );
  await expect(guest.email).toHaveValue(email);
  await expect(guest.email).toHaveAttribute('readonly');
});

test('an admin changes a role, unless lessons are scheduled', async ({ open, school, watch }) => {
  watch.networkMayFail = true;
  const teacher = await school.person({ role: 'teacher' });
  const student = await school.person({ role: 'student' });
  const lesson = await school.lesson(teacher, student, new Date('2030-01-02T10:00:00Z'));
  const admin = await open(school.admin, { path: '/people' });
  await manage(admin, teacher);
  const { dialog } = admin;
  await dialog.getByRole('combobox', { name: 'Роль' }).selectOption({ label: 'Администратор' });
  await dialog.getByRole('button', { name: 'Изменить роль' }).click();
  await expect(dialog).toContainText('запланированные занятия');
  await school.request('PATCH', `/api/lessons/${lesson.id}`, { body: { status: 'cancelled' } });
  await dialog.getByRole('button', { name: 'Изменить роль' }).click();
  await expect(dialog).toBeHidden();
  const person = admin.page.getByRole('listitem').filter({ hasText: teacher.email });
  await expect(person).toContainText('Администратор');
});

test('a revoked invitation does not work', async ({ open, school, watch }) => {
  watch.networkMayFail = true;
  const admin = await open(school.admin, { path: '/people' });
  const email = newAddress();
  const link = await invite(admin, email, 'Ученик');
  await admin.page.getByRole('button', { name: `Отозвать приглашение: ${email}` }).click();
  await admin.dialog.getByRole('button', { name: 'Отозвать' }).click();
  await expect(admin.dialog).toBeHidden();
  await expect(admin.page.getByText(email)).toHaveCount(0);
  const guest = await open(null, { path: link });
  await expect(guest.page.getByText('Приглашение не действует')).toBeVisible();
});

test('an invitation asks a signed-in user to sign out first', async ({
  open,
  pair: { student },
  school,
}) => {
  const tab = await open(student, { path: await school.invitation() });
  await expect(tab.page.getByText(`Вы вошли как ${student.name}`)).toBeVisible();
  await tab.page.getByRole('button', { name: 'Выйти из аккаунта' }).click();
  await expect(tab.page.getByRole('button', { name: 'Создать аккаунт' })).toBeVisible();
});

test('an admin’s link replaces the password', async ({
  open,
  pair: { teacher },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const hers = await open(teacher);
  await expect(hers.signOutButton).toBeVisible();
  const admin = await open(school.admin, { path: '/people' });
  await manage(admin, teacher);
  await admin.dialog.getByRole('button', { name: 'Ссылка для нового пароля' }).click();
  const link = await admin.dialog.getByRole('textbox', { name: 'Ссылка' }).inputValue();

  const guest = await open(null, { path: link });
  const field = guest.page.getByLabel('Придумайте пароль', { exact: true });
  await field.fill('короче');
  await guest.page.getByRole('button', { name: 'Сохранить пароль' }).click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('совсем новый');
  await guest.page.getByRole('button', { name: 'Сохранить пароль' }).click();
  await expect(guest.page.getByText('Пароль изменён')).toBeVisible();
  await expect(hers.signInButton).toBeVisible();
  await guest.page.getByRole('link', { name: 'Перейти ко входу' }).click();
  await guest.signIn(teacher);
  await expect(guest.page.getByRole('alert')).toContainText('Неверный e-mail или пароль');
  await guest.signIn({ email: teacher.email, password: 'совсем новый' });
  await expect(guest.signOutButton).toBeVisible();
});

test('a deactivated person cannot sign in until reactivated', async ({
  open,
  pair: { student },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const his = await open(student);
  await expect(his.signOutButton).toBeVisible();
  const admin = await open(school.admin, { path: '/people' });
  await manage(admin, student);
  await admin.dialog.getByRole('button', { name: 'Отключить аккаунт' }).click();
  await expect(admin.dialog).toContainText('Его сообщения и занятия останутся');
  await admin.dialog.getByRole('button', { name: 'Отключить аккаунт' }).click();
  await expect(admin.dialog).toBeHidden();
  const people = admin.page.getByRole('list', { name: 'Люди школы' });
  await expect(people.getByText(student.email)).toHaveCount(0);
  await expect(his.signInButton).toBeVisible();
  await his.signIn(student);
  await expect(his.page.getByRole('alert')).toContainText('Неверный e-mail или пароль');

  await admin.section('Занятия');
  await admin.section('Люди');
  await search(admin, student.name);
  const deactivated = admin.page.getByRole('list', { name: 'Отключённые аккаунты' });
  await expect(deactivated).toContainText(student.email);
  await deactivated.getByRole('button', { name: `Включить аккаунт: ${student.name}` }).click();
  await expect(people.getByText(student.email)).toBeVisible();
  await expect(deactivated).toHaveCount(0);
  await his.signIn(student);
  await expect(his.signOutButton).toBeVisible();
});

test('an admin cannot deactivate themselves', async ({ open, school }) => {
  const admin = await open(school.admin, { path: '/people' });
  await manage(admin, school.admin);
  await expect(admin.dialog).toContainText('Это ваш аккаунт.');
  await expect(admin.dialog.getByRole('button', { name: 'Отключить аккаунт' })).toHaveCount(0);
});

for (const [device, viewport] of [
  ['desk', { width: 1280, height: 800 }],
  ['phone', { width: 390, height: 844 }],
  ['small phone', { width: 320, height: 568 }],
] as const) {
  // Colours do not depend on the width.
  const colours = { hasCheckedColours: device !== 'desk' };

  test(`managing people fits a ${device} and axe finds nothing`, async ({
    open,
    pair: { teacher },
    school,
  }) => {
    const tab = await open(school.admin, { path: '/people', viewport, reducedMotion: 'reduce' });
    const { page, dialog } = tab;
    await page.getByRole('button', { name: 'Пригласить', exact: true }).click();
    await expectAccessible(page, 'inviting', colours);
    await dialog.getByRole('textbox', { name: 'E-mail' }).fill(newAddress());
    await dialog.getByRole('button', { name: 'Пригласить', exact: true }).click();
    await expect(dialog.getByRole('textbox', { name: 'Ссылка' })).toBeVisible();
    await expectAccessible(page, 'the link', colours);
    await expectNoOverflow(page);
    await dialog.getByRole('button', { name: 'Готово' }).click();
    await expect(invitations(tab)).not.toHaveCount(0);
    await expectAccessible(page, 'people', colours);
    await expectNoOverflow(page);
    await manage(tab, teacher);
    await expectAccessible(page, 'managing a person', colours);
    await dialog.getByRole('button', { name: 'Отключить аккаунт' }).click();
    await expectAccessible(page, 'deactivation', colours);
    await expectNoOverflow(page);
  });
}

/** Invites an address by a link alone, and returns the link. */
async function invite({ page, dialog }: SchoolPage, email: string, role: string): Promise<string> {
  await page.getByRole('button', { name: 'Пригласить', exact: true }).click();
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await dialog.getByRole('combobox', { name: 'Роль' }).selectOption({ label: role });
  await dialog.getByRole('button', { name: 'Пригласить', exact: true }).click();
  const link = await dialog.getByRole('textbox', { name: 'Ссылка' }).inputValue();
  await dialog.getByRole('button', { name: 'Готово' }).click();
  await expect(dialog).toBeHidden();
  return link;
}

interface Acceptance {
  readonly name: string;
  readonly password: string;
}

async function accept({ page }: SchoolPage, acceptance: Acceptance): Promise<void> {
  await page.getByRole('textbox', { name: 'Имя и фамилия' }).fill(acceptance.name);
  await page.getByLabel('Придумайте пароль', { exact: true }).fill(acceptance.password);
  await page.getByRole('button', { name: 'Создать аккаунт' }).click();
}

function invitations({ page }: SchoolPage) {
  return page.getByRole('list', { name: 'Приглашения' }).getByRole('listitem');
}

async function manage(tab: SchoolPage, { name }: Pick<Person, 'name'>): Promise<void> {
  await search(tab, name);
  await tab.page.getByRole('button', { name: `Управление: ${name}`, exact: true }).click();
}

/** Other tests add people, and the list begins with a hundred of them. */
async function search({ page }: SchoolPage, name: string): Promise<void> {
  const found = page.waitForResponse((response) =>
    [...new URL(response.url()).searchParams.values()].includes(name),
  );
  await page.getByRole('searchbox', { name: 'Поиск людей' }).fill(name);
  await found;
}

function newAddress(): string {
  return `${randomUUID().slice(0, 8)}@school.example`;
}
