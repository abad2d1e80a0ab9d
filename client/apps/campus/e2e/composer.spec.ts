import { ANNA, DMITRY, expect, MAKSIM, POLINA, test } from './support/test.ts';

test('drafts do not leak between conversations', async ({ open }) => {
  const anna = await open(ANNA);
  await anna.createGroup('Одни', [MAKSIM, DMITRY]);
  await anna.send('Для одних');
  await anna.createGroup('Другие', [MAKSIM, POLINA]);
  await anna.send('Для других');
  const task = anna.page.getByRole('button', { name: 'Отменить', exact: true });

  await anna.messageAction('Для других', 'Ответить');
  await anna.composer.fill('Только другим');
  await anna.open('Одни');
  await expect(anna.message('Для одних')).toBeVisible();
  await expect(anna.composer).toHaveValue('');
  await expect(task).toHaveCount(0);

  await anna.messageAction('Для одних', 'Изменить');
  await expect(task).toBeVisible();
  await anna.open('Другие');
  await expect(anna.message('Для других')).toBeVisible();
  await expect(anna.composer).toHaveValue('Только другим');
  await anna.open('Одни');
  await expect(anna.composer).toHaveValue('');
  await expect(task).toHaveCount(0);
});

test('a draft survives edits, reloads and other conversations until sent', async ({ open }) => {
  const anna = await open(ANNA);
  await anna.createPrivate(POLINA);
  await anna.send('Первое');
  await anna.isSent('Первое');
  await anna.composer.fill('Не забыть справку');
  await anna.createPrivate(DMITRY);
  await expect(anna.composer).toHaveValue('');
  await anna.open(POLINA.name);
  await expect(anna.composer).toHaveValue('Не забыть справку');

  await anna.messageAction('Первое', 'Изменить');
  await expect(anna.composer).toHaveValue('Первое');
  await anna.composer.press('Escape');
  await expect(anna.composer).toHaveValue('Не забыть справку');
  await anna.page.reload();
  await expect(anna.composer).toHaveValue('Не забыть справку');

  await anna.composer.press('Enter');
  await anna.isSent('Не забыть справку');
  await anna.page.reload();
  await expect(anna.message('Не забыть справку')).toBeVisible();
  await expect(anna.composer).toHaveValue('');
});

test('signing out asks before drafts are lost, and deletes them', async ({ open }) => {
  const anna = await open(ANNA);
  await anna.createPrivate(MAKSIM);
  // Drafts that the server has stay, so this one must not reach it.
  await anna.page.route('**/v1/campus/chats/*/draft', (route) =>
    route.request().method() === 'PUT' ? undefined : route.continue(),
  );
  await anna.composer.fill('Тайный черновик');
  await anna.page.getByRole('button', { name: 'Выйти', exact: true }).click();
  await expect(anna.dialog).toContainText('У вас 1 неотправленный черновик');
  await anna.dialog.getByRole('button', { name: 'Отмена', exact: true }).click();
  await expect(anna.composer).toHaveValue('Тайный черновик');

  await anna.page.getByRole('button', { name: 'Выйти', exact: true }).click();
  await anna.dialog.getByRole('button', { name: 'Выйти', exact: true }).click();
  await expect(
    anna.page.getByRole('heading', { name: 'Выберите демо-пользователя' }),
  ).toBeVisible();
  const stored = await anna.page.evaluate(() => JSON.stringify(localStorage));
  expect(stored).not.toContain('Тайный черновик');
  await anna.signIn(ANNA);
  await anna.open(MAKSIM.name);
  await expect(anna.composer).toHaveValue('');
});

test('a failed edit can be sent again', async ({ open, nginx, watch }) => {
  const anna = await open(ANNA);
  await anna.createPrivate(MAKSIM);
  await anna.send('Встреча в семь');
  await anna.isSent('Встреча в семь');

  await anna.messageAction('Встреча в семь', 'Изменить');
  watch.networkMayFail = true;
  await nginx.stopServing();
  await anna.send('Встреча в восемь');
  await expect(anna.page.getByRole('alert')).toContainText('Нет соединения с сервером');
  await expect(anna.composer).toHaveValue('Встреча в восемь');
  await expect(anna.page.getByText('Редактирование сообщения', { exact: true })).toBeVisible();
  await expect(anna.message('Встреча в семь')).toBeVisible();

  await nginx.restart();
  await anna.composer.press('Enter');
  await expect(anna.message('Встреча в восемь')).toContainText('изменено');
  await anna.waitUntilConnected();
});

test('the edit of a deleted message keeps its text', async ({ open }) => {
  const here = await open(ANNA);
  await here.createPrivate(DMITRY);
  await here.send('Черновик приказа');
  const there = await open(ANNA);
  await there.open(DMITRY.name);
  await here.messageAction('Черновик приказа', 'Изменить');
  await here.composer.fill('Приказ');
  await there.delete('Черновик приказа');
  await expect(here.message('Черновик приказа')).toHaveCount(0);

  await expect(here.page.getByText('Редактирование сообщения', { exact: true })).toBeHidden();
  await expect(here.composer).toHaveValue('Приказ');
});

test('deleting and closing leave the focus on a useful element', async ({ open }) => {
  const anna = await open(ANNA);
  await anna.createGroup('Расписание', [MAKSIM, POLINA]);
  await anna.send('Лишнее');
  await anna.delete('Лишнее');
  await expect(anna.message('Лишнее')).toHaveCount(0);
  await expect(anna.log).toBeFocused();

  await anna.page.setViewportSize({ width: 390, height: 844 });
  await anna.page.getByRole('link', { name: 'К чатам', exact: true }).click();
  await expect(anna.conversation('Расписание')).toBeFocused();
});
