import { ALISA, ANNA, DMITRY, expect, MAKSIM, POLINA, test } from './support/test.ts';

// The worker serves parts of the page that are first used while the server is stopped.
test.use({ serviceWorkers: 'allow' });

test('two users on two replicas exchange, edit and delete messages', async ({ open, replicas }) => {
  const anna = await open(ANNA, { at: replicas[0] });
  await anna.createPrivate(MAKSIM);
  await anna.send('Добрый день!');
  const maksim = await open(MAKSIM, { at: replicas[1] });
  await maksim.open(ANNA.name);
  await expect(maksim.message('Добрый день!')).toBeVisible();

  await anna.composer.pressSequentially('Завтра');
  await expect(maksim.page.getByText('печатает…').first()).toBeVisible();
  await anna.composer.press('Enter');
  await expect(maksim.message('Завтра')).toBeVisible();
  await expect(maksim.page.getByText('печатает…')).toHaveCount(0);

  await maksim.messageAction('Завтра', 'Ответить');
  await maksim.send('В десять?');
  await expect(anna.message('В десять?')).toContainText('Завтра');

  await anna.messageAction('Добрый день!', 'Изменить');
  await anna.send('Здравствуйте!');
  await expect(maksim.message('Здравствуйте!')).toContainText('изменено');

  await anna.react('Здравствуйте!', '👍');
  await expect(maksim.message('Здравствуйте!')).toContainText('👍');

  await maksim.delete('В десять?');
  await expect(anna.message('В десять?')).toHaveCount(0);
  await expect(anna.message('Здравствуйте!')).toHaveCount(1);
  await expect(anna.message('Завтра')).toHaveCount(1);
});

test('a removed member regains the group when added again', async ({ open, watch }) => {
  const anna = await open(ANNA);
  const title = 'Кураторский час';
  await anna.createGroup(title, [POLINA, DMITRY]);
  const polina = await open(POLINA);
  await polina.open(title);
  await anna.send('Собираемся в пятницу');
  await expect(polina.message('Собираемся в пятницу')).toBeVisible();

  await anna.about(title);
  await anna.choose('Добавить участников', ALISA);
  await anna.dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(polina.page.getByText('4 участника')).toBeVisible();
  await anna.dialog.getByRole('button', { name: `Действия: ${POLINA.name}`, exact: true }).click();
  await anna.page.getByRole('menuitem', { name: 'Исключить', exact: true }).click();
  await expect(polina.page.getByText('Чат не найден').first()).toBeVisible();
  await expect(polina.conversation(title)).toHaveCount(0);
  await anna.dialog.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await anna.send('Без Полины');
  await anna.isSent('Без Полины');
  await expect(polina.message('Без Полины')).toHaveCount(0);

  await anna.about(title);
  await anna.choose('Добавить участников', POLINA);
  await anna.dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await anna.dialog.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await expect(polina.conversation(title)).toBeVisible();
  await expect(polina.message('Без Полины')).toBeVisible();
  await polina.send('Я снова здесь');
  await expect(anna.message('Я снова здесь')).toBeVisible();
  // The history and the chat are requested once more after the removal.
  watch.expectErrors(/status of 403/);
});

test('a lost connection resumes without loss or duplicates', async ({ open, nginx, watch }) => {
  const anna = await open(ANNA);
  await anna.createPrivate(ALISA);
  await anna.send('Первое');
  const alisa = await open(ALISA);
  await alisa.open(ANNA.name);
  await expect(alisa.message('Первое')).toBeVisible();

  watch.networkMayFail = true;
  await nginx.stopServing();
  await expect(anna.lost).toBeVisible();
  await anna.send('Второе');
  await alisa.send('Третье');
  await expect(anna.message('Второе')).toBeVisible();
  await nginx.restart();
  await anna.waitUntilConnected();
  await alisa.waitUntilConnected();
  for (const tab of [anna, alisa]) {
    for (const text of ['Первое', 'Второе', 'Третье']) {
      await expect(tab.message(text)).toHaveCount(1);
    }
  }
});

test('messages keep the log’s order after a lost stream', async ({ open, watch }) => {
  const dmitry = await open(DMITRY);
  const alisa = await open(ALISA);
  await dmitry.createPrivate(ALISA);
  await dmitry.send('Начнём');
  await alisa.open(DMITRY.name);
  await expect(alisa.message('Начнём')).toBeVisible();
  watch.networkMayFail = true;
  const stream = await alisa.cutStream();
  await expect(alisa.lost).toBeVisible();
  await expect(alisa.message('Начнём')).toBeVisible();

  await dmitry.send('Первое');
  await dmitry.isSent('Первое');
  await alisa.send('Второе');
  await alisa.isSent('Второе');

  await stream.restore();
  await expect(alisa.message('Первое')).toBeVisible();
  await expect(alisa.lost).toHaveCount(0);
  await dmitry.send('Третье');
  for (const tab of [dmitry, alisa]) {
    const said = tab.log.getByRole('article');
    await expect(said).toContainText(['Начнём', 'Первое', 'Второе', 'Третье']);
  }
});

test('a chat that cannot be drawn leaves the host page working', async ({ open, watch }) => {
  const alisa = await open(ALISA);
  await alisa.createPrivate(DMITRY);
  await alisa.send('Без времени');
  await alisa.isSent('Без времени');
  // A time that cannot be formatted.
  await alisa.page.route(/\/v1\/campus\/chats\/\d+\/messages/, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    const broken = body.replaceAll(/"created_at":"[^"]*"/g, '"created_at":"never"');
    await route.fulfill({ response, body: broken });
  });
  await alisa.page.reload();
  await expect(alisa.page.getByText('Что-то пошло не так. Откройте чат ещё раз.')).toBeVisible();
  await expect(alisa.page.getByRole('button', { name: 'Повторить', exact: true })).toBeVisible();
  await alisa.page.getByRole('button', { name: 'Выйти', exact: true }).click();
  await expect(alisa.page.getByRole('button', { name: ALISA.name, exact: true })).toBeVisible();
  expect(watch.takeErrors(/Invalid time value/)).not.toEqual([]);
});
