import { ALISA, ANNA, DMITRY, expect, MAKSIM, POLINA, test } from './support/test.ts';

test('two people on two replicas write, type, answer, change and take back', async ({
  open,
  replicas,
}) => {
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

  await maksim.act('Завтра', 'Ответить');
  await maksim.send('В десять?');
  await expect(anna.message('В десять?').getByRole('blockquote')).toContainText('Завтра');

  await anna.act('Добрый день!', 'Изменить');
  await anna.send('Здравствуйте!');
  await expect(maksim.message('Здравствуйте!')).toContainText('изменено');

  await anna.act('Завтра', 'Удалить');
  await anna.dialog.getByRole('button', { name: 'Удалить', exact: true }).click();
  // It is answered: its place stays.
  await expect(maksim.log.getByText('Сообщение удалено').first()).toBeVisible();
  await maksim.act('В десять?', 'Удалить');
  await maksim.dialog.getByRole('button', { name: 'Удалить', exact: true }).click();
  await expect(anna.message('В десять?')).toHaveCount(0);
  await expect(anna.log.getByRole('article')).toHaveCount(1);
});

test('whoever is removed from a group sees that, and nothing more of it', async ({ open }) => {
  const anna = await open(ANNA);
  const title = 'Кураторский час';
  await anna.createGroup(title, [POLINA, DMITRY]);
  const polina = await open(POLINA);
  await polina.open(title);
  await anna.send('Собираемся в пятницу');
  await expect(polina.message('Собираемся в пятницу')).toBeVisible();

  await anna.about();
  await anna.choose('Добавить участника', ALISA);
  await anna.dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(polina.page.getByText('4 участника')).toBeVisible();
  await anna.dialog.getByRole('button', { name: `Убрать: ${POLINA.name}`, exact: true }).click();
  await expect(polina.page.getByText('Вы больше не участник этого чата').first()).toBeVisible();
  await expect(polina.conversation(title)).toHaveCount(0);
  await anna.dialog.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await anna.send('Без Полины');
  await expect(anna.message('Без Полины')).toBeVisible();
  await expect(polina.message('Без Полины')).toHaveCount(0);
});

test('a socket that is cut goes on where it was, and nothing is lost or doubled', async ({
  open,
  nginx,
  watch,
}) => {
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
  await anna.untilConnected();
  await alisa.untilConnected();
  for (const tab of [anna, alisa]) {
    for (const text of ['Первое', 'Второе', 'Третье']) {
      await expect(tab.message(text)).toHaveCount(1);
    }
  }
  watch.takeComplaints(/WebSocket connection to/);
});

test('who is added to a group again is back, with all that was said', async ({ open }) => {
  const anna = await open(ANNA);
  const title = 'Практика';
  await anna.createGroup(title, [POLINA, DMITRY]);
  const polina = await open(POLINA);
  await polina.open(title);
  await anna.send('В понедельник');
  await expect(polina.message('В понедельник')).toBeVisible();
  await anna.act('В понедельник', 'Изменить');
  await anna.send('Во вторник');
  await expect(polina.message('Во вторник')).toBeVisible();

  await anna.about();
  await anna.dialog.getByRole('button', { name: `Убрать: ${POLINA.name}`, exact: true }).click();
  const notice = polina.page.getByText('Вы больше не участник этого чата').first();
  await expect(notice).toBeVisible();
  await anna.dialog.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await anna.act('Во вторник', 'Изменить');
  await anna.send('В среду');
  await anna.send('С собой паспорт');

  await anna.about();
  await anna.choose('Добавить участника', POLINA);
  await anna.dialog.getByRole('button', { name: 'Добавить', exact: true }).click();
  await expect(polina.conversation(title)).toBeVisible();
  await expect(notice).toHaveCount(0);
  await polina.untilConnected();
  const articles = polina.log.getByRole('article');
  await expect(articles).toContainText(['В среду', 'С собой паспорт']);
  await polina.send('Я снова здесь');
  await anna.dialog.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await expect(anna.message('Я снова здесь')).toBeVisible();
});

test('messages stand in the order of the log, also those sent while the socket was away', async ({
  open,
}) => {
  const dmitry = await open(DMITRY);
  const alisa = await open(ALISA);
  await dmitry.createPrivate(ALISA);
  await dmitry.send('Начнём');
  const sockets = await alisa.cutSockets();
  await alisa.open(DMITRY.name);
  await expect(alisa.message('Начнём')).toBeVisible();

  sockets.cut();
  await dmitry.send('Первое');
  await expect(dmitry.message('Первое')).toContainText('отправлено');
  // REST takes it meanwhile.
  await alisa.send('Второе');
  await expect(alisa.message('Второе')).toContainText('отправлено');
  await expect(alisa.message('Первое')).toHaveCount(0);

  await sockets.mend();
  await expect(alisa.message('Первое')).toBeVisible();
  await dmitry.send('Третье');
  for (const tab of [dmitry, alisa]) {
    const said = tab.log.getByRole('article');
    await expect(said).toContainText(['Начнём', 'Первое', 'Второе', 'Третье']);
  }
});

test('who began a group is told that leaving it is for good', async ({ open }) => {
  const anna = await open(ANNA);
  await anna.createGroup('Без автора', [MAKSIM, POLINA]);
  await anna.about();
  await anna.dialog.getByRole('button', { name: 'Выйти из группы', exact: true }).click();
  await expect(anna.dialog).toContainText('Вы не сможете вернуться');
});
