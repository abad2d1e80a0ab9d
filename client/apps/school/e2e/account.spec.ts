/** A user's own account: profile, notifications, password and log-ins. */
import { builtApp, type Replica, type School } from '@vestnik/testing';
import { expectAccessible } from '@vestnik/testing/axe';

import { expectNoOverflow } from './support/overflow.ts';
import { expect, type SchoolPage, test } from './support/test.ts';

test('another person sees a new name and cropped picture', async ({
  open,
  pair: { teacher },
  school,
}) => {
  const tab = await open(teacher, { path: '/account' });
  const { page, dialog } = tab;
  const name = page.getByRole('textbox', { name: 'Имя и фамилия' });
  await expect(name).toHaveValue(teacher.name);
  await name.fill('Вера Новая');
  await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await expect(page.getByText('Сохранено', { exact: true })).toBeVisible();

  await choosePicture(tab, {
    name: 'me.png',
    mimeType: 'image/png',
    data: await page.screenshot(),
  });
  await dialog.getByRole('slider', { name: 'Масштаб' }).press('End');
  await dialog.getByRole('button', { name: 'Сохранить' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Заменить фото' })).toBeVisible();

  const admin = await open(school.admin, { path: '/people' });
  const row = admin.page.getByRole('listitem').filter({ hasText: teacher.email });
  await expect(row).toContainText('Вера Новая');
  const width = () =>
    row.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth);
  await expect.poll(width).toBeGreaterThan(100);

  await page.getByRole('button', { name: 'Удалить фото' }).click();
  await expect(page.getByRole('button', { name: 'Загрузить фото' })).toBeVisible();
  await admin.page.reload();
  await expect(row).toBeVisible();
  await expect(row.locator('img')).toHaveCount(0);
});

test('a file that is no picture is refused before upload', async ({ open, pair: { student } }) => {
  const tab = await open(student, { path: '/account' });
  const data = Buffer.from('не картинка');
  await choosePicture(tab, { name: 'me.png', mimeType: 'image/png', data });
  await expect(tab.page.getByRole('alert')).toContainText('Этот файл не открылся');
  await expect(tab.dialog).toHaveCount(0);
});

/** Another server of the school, which has an SMTP server. */
async function mailingReplica(school: School): Promise<Replica> {
  return school.replica({
    webRoot: builtApp(),
    env: {
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'chat@school.example',
      PUBLIC_URL: 'https://chat.school.example',
    },
  });
}

test('notifications and quiet hours are the same after a reload', async ({
  open,
  pair: { student },
  school,
}) => {
  const at = await mailingReplica(school);
  const { page } = await open(student, { at, path: '/account' });
  const mail = page.getByRole('switch', { name: 'Письма о непрочитанных сообщениях' });
  await expect(mail).toBeChecked();
  await mail.click();
  await expect(mail).not.toBeChecked();
  const quiet = page.getByRole('switch', { name: 'Тихие часы' });
  await expect(quiet).not.toBeChecked();
  await quiet.click();
  await expect(page.getByLabel('Часовой пояс')).toHaveValue('Europe/Moscow');
  await page.getByLabel('До', { exact: true }).fill('06:30');
  await page.getByLabel('Часовой пояс').selectOption('Asia/Bishkek');
  const section = page.getByRole('region', { name: 'Уведомления' });
  await section.getByRole('button', { name: 'Сохранить' }).click();
  await expect(section.getByRole('button', { name: 'Сохранить' })).toHaveCount(0);

  await page.reload();
  await expect(quiet).toBeChecked();
  await expect(mail).not.toBeChecked();
  await expect(page.getByLabel('С', { exact: true })).toHaveValue('22:00');
  await expect(page.getByLabel('До', { exact: true })).toHaveValue('06:30');
  await expect(page.getByLabel('Часовой пояс')).toHaveValue('Asia/Bishkek');
  // A reload would cancel a request that is not answered yet.
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
  await quiet.click();
  await saved;
  await page.reload();
  await expect(quiet).not.toBeChecked();
});

test('the account’s language setting changes the page and the server', async ({
  open,
  pair: { student },
}) => {
  const { page } = await open(student, { path: '/account' });
  await page.getByRole('region', { name: 'Язык' }).getByText('English').click();
  await expect(page.getByRole('heading', { name: 'Account', exact: true })).toBeVisible();
  const profile = await page.request.get('/v1/school/me');
  expect(await profile.json()).toMatchObject({ language: 'en' });
});

test('a password change signs out the other devices', async ({
  open,
  pair: { teacher },
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher, { path: '/account' });
  const other = await open(teacher);
  await expect(other.signOutButton).toBeVisible();
  const { page } = tab;
  const submit = page.getByRole('button', { name: 'Сменить пароль' });
  const [old, next] = [page.getByLabel('Текущий пароль'), page.getByLabel('Новый пароль')];
  await old.fill('не тот пароль');
  await next.fill('новый пароль');
  await submit.click();
  await expect(page.getByText('Неверный пароль')).toBeVisible();
  await expect(next).toHaveValue('новый пароль');
  await old.fill(teacher.password);
  await submit.click();
  await expect(page.getByText(/^Пароль изменён/)).toBeVisible();
  await expect(other.signInButton).toBeVisible();
  await other.signIn({ email: teacher.email, password: 'новый пароль' });
  await expect(other.signOutButton).toBeVisible();
});

test('signing out another device ends it', async ({ open, pair: { teacher }, watch }) => {
  watch.networkMayFail = true;
  const other = await open(teacher);
  await expect(other.signOutButton).toBeVisible();
  const { page } = await open(teacher, { path: '/account' });
  const devices = page.getByRole('list', { name: 'Входы' }).getByRole('listitem');
  // The test itself is signed in, too.
  await expect(devices).toHaveCount(3);
  await expect(devices.filter({ hasText: 'Это устройство' })).toHaveCount(1);
  await page.getByRole('button', { name: /^Завершить вход: (Chrome|Firefox), Linux$/ }).click();
  await expect(devices).toHaveCount(2);
  await expect(other.signInButton).toBeVisible();
});

test('all other devices are signed out at once', async ({ open, pair: { teacher }, watch }) => {
  watch.networkMayFail = true;
  const other = await open(teacher);
  await expect(other.signOutButton).toBeVisible();
  const { page, dialog } = await open(teacher, { path: '/account' });
  const devices = page.getByRole('list', { name: 'Входы' }).getByRole('listitem');
  await page.getByRole('button', { name: 'Завершить все остальные' }).click();
  await dialog.getByRole('button', { name: 'Завершить', exact: true }).click();
  await expect(devices).toHaveCount(1);
  await expect(devices).toContainText('Это устройство');
  await expect(other.signInButton).toBeVisible();
});

test('an e-mail’s link opens the chat after the sign-in', async ({
  open,
  pair: { teacher, student, chatId },
}) => {
  const tab = await open(null, { path: `/chats/${chatId}?realm=school` });
  await tab.signIn(student);
  await expect(tab.conversation(teacher)).toBeVisible();
  await tab.page.goto(`/chats/${chatId}?realm=campus`);
  await expect(tab.page.getByRole('heading', { name: 'Страница не найдена' })).toBeVisible();
});

test('a server without e-mail offers none', async ({ open, pair: { student }, school }) => {
  const { page } = await open(student, { path: '/account' });
  await expect(page.getByRole('switch', { name: 'Тихие часы' })).toBeVisible();
  await expect(page.getByRole('switch', { name: 'Письма' })).toHaveCount(0);
  const admin = await open(school.admin, { path: '/people' });
  await admin.page.getByRole('button', { name: 'Пригласить', exact: true }).click();
  await expect(admin.dialog.getByRole('combobox', { name: 'Роль' })).toBeVisible();
  await expect(admin.dialog.getByRole('switch')).toHaveCount(0);
});

test('a forgotten password refers to an admin without e-mail delivery', async ({
  open,
  pair: { student },
}) => {
  const tab = await open(null);
  await tab.email.fill(student.email);
  await tab.page.getByRole('button', { name: 'Забыли пароль?' }).click();
  await expect(tab.page.getByText('Попросите администратора школы')).toBeVisible();
  await expect(tab.page.getByRole('button', { name: 'Отправить ссылку' })).toHaveCount(0);
  await tab.page.getByRole('button', { name: 'Вернуться ко входу' }).click();
  await expect(tab.email).toHaveValue(student.email);
});

for (const [device, viewport] of [
  ['desk', { width: 1280, height: 800 }],
  ['phone', { width: 390, height: 844 }],
  ['small phone', { width: 320, height: 568 }],
] as const) {
  // Colours do not depend on the width.
  const colours = { hasCheckedColours: device !== 'desk' };

  test(`the account fits a ${device} and axe finds nothing`, async ({
    open,
    pair: { student },
    school,
  }) => {
    const tab = await open(student, { path: '/account', viewport, reducedMotion: 'reduce' });
    const { page } = tab;
    await page.getByRole('switch', { name: 'Тихие часы' }).click();
    await expect(page.getByLabel('Часовой пояс')).toBeVisible();
    await expect(page.getByText('Это устройство')).toBeVisible();
    await expectAccessible(page, 'account', colours);
    await expectNoOverflow(page);
    await choosePicture(tab, {
      name: 'me.png',
      mimeType: 'image/png',
      data: await page.screenshot(),
    });
    await expect(tab.dialog).toBeVisible();
    await expectAccessible(page, 'cropping', colours);
    await expectNoOverflow(page);
    await tab.dialog.getByRole('button', { name: 'Отмена' }).click();
    await tab.openSettings();
    await page.getByRole('link', { name: 'Аккаунт и уведомления' }).click();
    await expect(page.getByRole('heading', { name: 'Аккаунт', exact: true })).toBeVisible();

    const links = await open(null, { path: await school.invitation(), viewport });
    await links.page.getByRole('button', { name: 'Создать аккаунт' }).click();
    await expect(links.page.getByText('Введите имя')).toBeVisible();
    await expectAccessible(links.page, 'invitation', colours);
    await expectNoOverflow(links.page);
    await links.page.goto('/password#');
    await expect(links.page.getByText('Ссылка не действует')).toBeVisible();
    await expectAccessible(links.page, 'password', colours);
    await expectNoOverflow(links.page);
  });
}

interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly data: Buffer;
}

async function choosePicture(
  { page }: SchoolPage,
  { name, mimeType, data }: Upload,
): Promise<void> {
  await expect(page.getByRole('button', { name: 'Загрузить фото' })).toBeVisible();
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType, buffer: data });
}
