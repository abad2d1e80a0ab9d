/** The application of a realm that is a file of the operator's: nothing in the build knows it. */
import { readFileSync } from 'node:fs';

import { expectAccessible } from '@vestnik/testing/axe';

import { expect, test } from './support/test.ts';

const PAGE = readFileSync(new URL('../../../../docs/realms/your-own.md', import.meta.url), 'utf8');
const [, CLINIC = ''] = /```toml\n(.*?)```/s.exec(PAGE) ?? [];

test.use({
  realmFiles: { 'clinic.toml': CLINIC, 'ward.toml': 'accounts = true' },
  realms: 'school,clinic,ward',
});

test('two people chat in a realm of one file', async ({ open, school, replicas }) => {
  const anna = await school.person({ role: 'student' });
  const boris = await school.person({ role: 'student' });
  await school.sql(`UPDATE users SET role = 'member' WHERE id = ${anna.id};
                    UPDATE users SET role = 'moderator' WHERE id = ${boris.id};`);
  const first = await open(anna, { path: '/clinic/' });
  const second = await open(boris, { path: '/clinic/', at: replicas[1] });
  await expect(first.page.getByText('Чатов пока нет', { exact: true })).toBeVisible();

  await first.page.getByRole('button', { name: 'Новый чат', exact: true }).click();
  const person = first.dialog.getByRole('combobox', { name: 'Собеседник', exact: true });
  await person.fill(boris.name);
  await first.dialog.getByRole('option', { name: boris.name }).click();
  await first.dialog.getByRole('button', { name: 'Создать', exact: true }).click();
  await expect(first.page).toHaveURL(/\/clinic\/chats\/\d+$/);
  await first.send('Здравствуйте, доктор');
  await second.openChat(anna);
  await expect(second.message('Здравствуйте, доктор')).toBeVisible();
  await second.send('Анализы готовы');
  await expect(first.message('Анализы готовы')).toBeVisible();
  await expectAccessible(first.page, 'a chat of a realm of one file');

  await first.page.reload();
  await expect(first.message('Анализы готовы')).toBeVisible();
});

test('roles have the names of the realm, in both languages', async ({ open, school }) => {
  const doctor = await school.person({ role: 'student' });
  await school.sql(`UPDATE users SET role = 'moderator' WHERE id = ${doctor.id};`);
  for (const [locale, settings, role] of [
    ['ru-RU', 'Настройки', 'Врач'],
    ['en-US', 'Settings', 'Doctor'],
  ] as const) {
    const { page } = await open(doctor, { path: '/clinic/', locale });
    await page.getByRole('button', { name: settings, exact: true }).click();
    await expect(page.getByRole('group', { name: settings, exact: true })).toContainText(role);
  }
});

test('people sign in to a realm with accounts by its own routes', async ({ open, school }) => {
  const nurse = await school.person({ role: 'student' });
  await school.sql(`UPDATE users SET role = 'member' WHERE id = ${nurse.id};`);
  const tab = await open(null, { path: '/ward/' });
  await tab.signIn(nurse);
  await expect(tab.page.getByText('Чатов пока нет', { exact: true })).toBeVisible();
  const cookies = await tab.page
    .context()
    .cookies(new URL('/v1/ward/sessions', tab.page.url()).href);
  expect(cookies.map(({ name }) => name)).toContain('refresh_token');
  await tab.signOut();
  await expect(tab.signInButton).toBeVisible();
});

test('a realm that is not served is no page', async ({ open }) => {
  const { page } = await open(null, { path: '/hospital/' });
  await expect(page.getByRole('heading', { name: 'Страница не найдена' })).toBeVisible();
});
