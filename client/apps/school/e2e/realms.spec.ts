/** The applications of other realms in the same build: people write to each other at two replicas. */
import { expectAccessible } from '@vestnik/testing/axe';
import { goBackFrom } from '@vestnik/testing/history';

import { expect, type SchoolPage, test } from './support/test.ts';

const REALMS = ['messenger', 'direct'] as const;

test.use({ realms: ['school', ...REALMS].join(), serviceWorkers: 'allow' });

async function beginChat(tab: SchoolPage, name: string): Promise<void> {
  await tab.page.getByRole('button', { name: 'Новый чат', exact: true }).click();
  const person = tab.dialog.getByRole('combobox', { name: 'Собеседник', exact: true });
  await person.fill(name);
  await tab.dialog.getByRole('option', { name }).click();
  await tab.dialog.getByRole('button', { name: 'Создать', exact: true }).click();
}

for (const realm of REALMS) {
  test(`Back closes a dialog of ${realm}, not its chats`, async ({ open, school }) => {
    const anna = await school.person({ role: 'student' });
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    const { page, dialog } = await open(anna, { ...phone, path: `/${realm}/` });
    const begin = page.getByRole('button', { name: 'Новый чат', exact: true });
    await expect(begin).toBeVisible();
    const url = page.url();
    await goBackFrom(page, async () => {
      await begin.tap();
      await expect(dialog).toBeVisible();
    });
    await expect(dialog).toBeHidden();
    await expect(begin).toBeVisible();
    expect(page.url()).toBe(url);
  });

  test(`two people begin a chat in ${realm} and write`, async ({ open, school, replicas }) => {
    const anna = await school.person({ role: 'student' });
    const boris = await school.person({ role: 'student' });
    const first = await open(anna, { path: `/${realm}/` });
    const second = await open(boris, { path: `/${realm}/`, at: replicas[1] });
    await expect(first.page.getByText('Чатов пока нет', { exact: true })).toBeVisible();
    await expect(first.sections.getByRole('link')).toHaveText(['Чаты']);

    await beginChat(first, boris.name);
    await expect(first.page).toHaveURL(new RegExp(`/${realm}/chats/\\d+$`));
    await first.send('Привет из другого приложения');
    await second.openChat(anna);
    await expect(second.message('Привет из другого приложения')).toBeVisible();
    await second.send('И тебе привет');
    await expect(first.message('И тебе привет')).toBeVisible();
    await expectAccessible(first.page, `a chat of ${realm}`);

    await first.page.reload();
    await expect(first.message('И тебе привет')).toBeVisible();
    await first.page.goBack();
    await expect(first.page).toHaveURL(new RegExp(`/${realm}/$`));
  });

  test(`a blocked person in ${realm} cannot write until unblocked`, async ({
    open,
    school,
    replicas,
  }) => {
    const anna = await school.person({ role: 'student' });
    const boris = await school.person({ role: 'student' });
    const first = await open(anna, { path: `/${realm}/` });
    const second = await open(boris, { path: `/${realm}/`, at: replicas[1] });
    await beginChat(first, boris.name);
    await first.send('Привет');
    await second.openChat(anna);
    await first.page.goto(`/${realm}/`);
    await first.chooseOfChat(boris, 'Заблокировать собеседника');
    await expect(first.page.getByText('не может вам писать')).toBeVisible();
    await expect(second.composer).toBeHidden();
    await expect(second.message('Привет')).toBeVisible();
    await first.chooseOfChat(boris, 'Разблокировать собеседника');
    await expect(first.page.getByText('снова может вам писать')).toBeVisible();
    await second.send('Прочти меня');
    await expect(first.chat(boris)).toContainText('Прочти меня');
  });

  test(`${realm} works in English from sign-in to sign-out`, async ({ open, school, watch }) => {
    watch.networkMayFail = true;
    const anna = await school.person({ role: 'student' });
    const tab = await open(null, { path: `/${realm}/account`, locale: 'en-US' });
    await expect(tab.page.getByText('Personal and work chats')).toBeVisible();
    await tab.email.fill(anna.email);
    await tab.page.getByLabel('Password', { exact: true }).fill(anna.password);
    await tab.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(tab.page.getByRole('heading', { name: 'Account', exact: true })).toBeVisible();
    await expect(tab.page.getByRole('heading', { name: /Password|Devices/u })).toHaveCount(0);
    const name = tab.page.getByRole('textbox', { name: 'Full name', exact: true });
    await name.fill('Anna of another realm');
    await tab.page.getByRole('button', { name: 'Save', exact: true }).first().click();
    await expect(tab.page.getByText('Saved', { exact: true })).toBeVisible();
    await tab.page.reload();
    await expect(name).toHaveValue('Anna of another realm');
    await tab.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await expect(tab.page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  });
}

for (const realm of REALMS) {
  test(`${realm} installs as its own application with share target`, async ({ open, school }) => {
    const anna = await school.person({ role: 'student' });
    const { page } = await open(anna, { path: `/${realm}/` });
    const href = await page.locator('link[rel=manifest]').getAttribute('href');
    const manifest: unknown = await (await page.request.get(href ?? '')).json();
    const root = `/${realm}/`;
    expect(manifest).toMatchObject({ id: root, start_url: root, scope: root });
    expect(manifest).toMatchObject({ share_target: { action: `/${realm}/share` } });
    await expect(page.getByText('Чатов пока нет', { exact: true })).toBeVisible();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.evaluate((action) => {
      const form = document.createElement('form');
      Object.assign(form, { method: 'post', action, enctype: 'multipart/form-data' });
      const text = document.createElement('input');
      Object.assign(text, { name: 'text', value: 'Поделились со мной' });
      form.append(text);
      document.body.append(form);
      form.submit();
    }, `/${realm}/share`);
    await expect(page.getByText('Поделились со мной')).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/${realm}/share$`));
  });
}

for (const realm of REALMS) {
  test(`two people in ${realm} react, reply, edit and delete`, async ({
    open,
    school,
    replicas,
  }) => {
    const anna = await school.person({ role: 'student' });
    const boris = await school.person({ role: 'student' });
    const first = await open(anna, { path: `/${realm}/` });
    const second = await open(boris, { path: `/${realm}/`, at: replicas[1] });
    await beginChat(first, boris.name);
    await first.send('Первое');
    await second.openChat(anna);
    await second.openMenu('Первое');
    await second.page.getByRole('button', { name: 'Реакция 👍', exact: true }).click();
    await expect(first.message('Первое').getByRole('button', { name: /^👍, 1/u })).toBeVisible();

    await second.messageAction('Первое', 'Ответить');
    await second.send('Ответ на него');
    await expect(first.message('Ответ на него')).toContainText('Первое');
    await second.messageAction('Ответ на него', 'Изменить');
    await second.composer.fill('Другой ответ');
    await second.page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await expect(first.message('Другой ответ')).toContainText('изменено');

    await first.send('Второе');
    await first.send('Третье');
    await first.messageAction('Второе', 'Выбрать');
    await first.message('Третье').click();
    const bar = first.page.getByRole('toolbar', { name: 'Выбранные сообщения' });
    await bar.getByRole('button', { name: 'Удалить' }).click();
    await first.dialog.getByRole('button', { name: 'Удалить', exact: true }).click();
    await expect(second.message('Второе')).toHaveCount(0);
    await expect(second.message('Третье')).toHaveCount(0);
    await expect(second.message('Другой ответ')).toBeVisible();
  });
}

test('messenger has groups, direct has none', async ({ open, school }) => {
  const anna = await school.person({ role: 'student' });
  const boris = await school.person({ role: 'student' });
  const direct = await open(anna, { path: '/direct/' });
  await direct.page.getByRole('button', { name: 'Новый чат', exact: true }).click();
  await expect(direct.dialog.getByRole('combobox')).toBeVisible();
  await expect(direct.dialog.getByRole('radio')).toHaveCount(0);

  const messenger = await open(anna, { path: '/messenger/' });
  const guest = await open(boris, { path: '/messenger/' });
  await messenger.page.getByRole('button', { name: 'Новый чат', exact: true }).click();
  await messenger.dialog.getByText('Группа', { exact: true }).click();
  await messenger.dialog.getByRole('textbox', { name: 'Название группы' }).fill('Отдел');
  await messenger.dialog.getByRole('combobox', { name: 'Участники' }).fill(boris.name);
  await messenger.dialog.getByRole('option', { name: boris.name }).click();
  await messenger.dialog.getByRole('button', { name: 'Создать', exact: true }).click();
  await expect(guest.chats.getByRole('link', { name: 'Отдел', exact: true })).toBeVisible();
});

test('an e-mail’s link opens its realm’s application', async ({ open, school }) => {
  const anna = await school.person({ role: 'student' });
  const tab = await open(anna, { path: '/chats?realm=messenger' });
  await expect(tab.page).toHaveURL(/\/messenger\/chats$/);
  await expect(tab.page.getByText('Чатов пока нет', { exact: true })).toBeVisible();
});

test('signing out of the school deletes the messenger’s drafts', async ({
  open,
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const anna = await school.person({ role: 'student' });
  const boris = await school.person({ role: 'student' });
  const tab = await open(anna, { path: '/messenger/' });
  await beginChat(tab, boris.name);
  await tab.composer.fill('недописанное');
  await tab.page.goto('/');
  await tab.signOutButton.click();
  await expect(tab.dialog).toContainText('Есть черновики сообщений');
  await tab.dialog.getByRole('button', { name: 'Выйти', exact: true }).click();
  await expect(tab.signInButton).toBeVisible();
  const stored = await tab.page.evaluate(() => JSON.stringify(localStorage));
  expect(stored).not.toContain('недописанное');
  expect(stored).not.toContain(anna.name);
});

test('signing in to one realm changes the other’s user', async ({ open, school, watch }) => {
  watch.networkMayFail = true;
  const anna = await school.person({ role: 'student' });
  const boris = await school.person({ role: 'student' });
  const tab = await open(anna, { path: '/messenger/' });
  await expect(tab.page.getByText('Чатов пока нет', { exact: true })).toBeVisible();
  const other = await tab.page.context().newPage();
  await other.goto('/');
  await other.getByRole('button', { name: 'Выйти', exact: true }).click();
  await other.getByRole('textbox', { name: 'E-mail', exact: true }).fill(boris.email);
  await other.getByLabel('Пароль', { exact: true }).fill(boris.password);
  await other.getByRole('button', { name: 'Войти', exact: true }).click();
  await expect(tab.page.getByRole('button', { name: 'Настройки' })).toHaveAttribute(
    'title',
    `Настройки: ${boris.name}`,
  );
});
