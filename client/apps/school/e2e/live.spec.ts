import { expect, test } from './support/test.ts';

test('messages reach the other replica’s user within a second', async ({ openBoth }) => {
  const [hers, his] = await openBoth();

  const latencies: number[] = [];
  for (const [from, to, text] of [
    [hers, his, 'Здравствуйте! Как домашнее задание?'],
    [his, hers, 'Здравствуйте! Третья задача не выходит'],
    [hers, his, 'Разберём её завтра'],
    [his, hers, 'Спасибо!'],
  ] as const) {
    await from.composer.fill(text);
    const started = performance.now();
    await from.sendButton.click();
    await expect(to.message(text)).toBeVisible();
    latencies.push(Math.round(performance.now() - started));
    await expect(from.message(text)).toHaveCount(1);
  }
  const description = `${latencies.join(', ')} ms`;
  test.info().annotations.push({ type: 'from click to sight', description });
  process.stdout.write(`from a click to the other's sight: ${description}\n`);
  expect(Math.min(...latencies)).toBeLessThan(1_000);
  await expect(hers.log.getByRole('article')).toHaveCount(4);
  await expect(his.log.getByRole('article')).toHaveCount(4);
});

test('a deleted message disappears for the other member', async ({
  openBoth,
  pair: { teacher, chatId },
  school,
}) => {
  await school.send(chatId, teacher, 'останется');
  await school.send(chatId, teacher, 'исчезнет');
  const [hers, his] = await openBoth();
  await expect(his.message('исчезнет')).toBeVisible();

  await hers.delete('исчезнет');

  await expect(his.message('исчезнет')).toHaveCount(0);
  await expect(hers.message('исчезнет')).toHaveCount(0);
  await expect(his.message('останется')).toBeVisible();
  await his.openMenu('останется');
  await expect(his.page.getByRole('menuitem', { name: 'Ответить', exact: true })).toBeVisible();
  await expect(his.page.getByRole('menuitem', { name: 'Удалить', exact: true })).toHaveCount(0);
});

test('a cancelled deletion deletes nothing', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, teacher, 'пусть будет');
  const tab = await open(teacher);
  await tab.openChat(student);
  const message = tab.message('пусть будет');
  await tab.messageAction('пусть будет', 'Удалить');
  await tab.dialog.getByRole('button', { name: 'Отмена', exact: true }).click();
  await expect(tab.dialog).toBeHidden();
  await expect(message).toBeVisible();
  expect((await school.messages(chatId)).map(({ is_deleted }) => is_deleted)).toEqual([false]);
});

test('badges and the page title count unread messages', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const other = await school.person({ role: 'student' });
  const otherChat = await school.chat(teacher, other);
  const tab = await open(teacher);
  await expect(tab.chat(student)).toBeVisible();
  await expect(tab.chats.getByRole('img')).toHaveCount(0);
  await expect(tab.page).toHaveTitle(/^[^\d]*$/);

  await school.send(chatId, student, 'первое');
  await expect(tab.unread(student, 1)).toBeVisible();
  await expect(tab.chat(student)).toHaveAccessibleDescription(/Непрочитанных: 1/);
  await expect(tab.page).toHaveTitle(/\b1\b/);
  await school.send(chatId, student, 'второе');
  await school.send(otherChat, other, 'от другого');
  await expect(tab.unread(student, 2)).toBeVisible();
  await expect(tab.unread(other, 1)).toBeVisible();
  await expect(tab.page).toHaveTitle(/\b3\b/);

  await tab.openChat(student);
  await expect(tab.unread(student, 2)).toHaveCount(0);
  await expect(tab.page).toHaveTitle(/\b1\b/);
  await expect(tab.unread(other, 1)).toBeVisible();

  await school.send(chatId, student, 'при открытой беседе');
  await expect(tab.message('при открытой беседе')).toBeVisible();
  await expect(tab.chat(student).getByRole('img')).toHaveCount(0);
  await expect.poll(() => unreadByServer(school.url, teacher.token, chatId)).toBe(0);
});

test('chats are ordered by their shown times after a deletion', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const other = await school.person({ role: 'student' });
  const otherChat = await school.chat(teacher, other);
  await school.send(otherChat, other, 'раньше всех');
  await school.send(chatId, student, 'потом здесь');
  const doomed = await school.send(otherChat, teacher, 'исчезнет');
  const tab = await open(teacher);
  const admin = await open(school.admin);
  const [links, all] = [tab.chats.getByRole('link'), admin.chats.getByRole('link')];
  await expect(links.first()).toHaveAccessibleName(other.name);
  await expect(all.first()).toHaveAccessibleName(new RegExp(other.name));

  await school.request('DELETE', `/api/messages/${doomed.id}`, { token: teacher.token });
  await expect(links.first()).toHaveAccessibleName(student.name);
  await expect(links.nth(1)).toContainText('раньше всех');
  await expect(all.first()).toHaveAccessibleName(new RegExp(student.name));
  await tab.page.reload();
  await expect(links.nth(1)).toContainText('раньше всех');
  await expect(links.first()).toHaveAccessibleName(student.name);
});

test('a new message moves its chat to the top', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const other = await school.person({ role: 'student' });
  const otherChat = await school.chat(teacher, other);
  await school.send(chatId, student, 'сначала здесь');
  await school.send(otherChat, other, 'потом здесь');
  const tab = await open(teacher);
  const links = tab.chats.getByRole('link');
  await expect(links.first()).toHaveAccessibleName(other.name);

  await school.send(chatId, student, 'теперь опять здесь');

  await expect(links.first()).toHaveAccessibleName(student.name);
  await expect(links.first()).toContainText('теперь опять здесь');
  await expect(links.first()).toHaveAccessibleDescription(/теперь опять здесь.*Непрочитанных: 2/);
});

test('completing a lesson shows both members a chat without reload', async ({
  open,
  replicas,
  school,
}) => {
  const teacher = await school.person({ role: 'teacher' });
  const student = await school.person({ role: 'student' });
  await school.lesson(teacher, student);
  const hers = await open(teacher, { at: replicas[0], path: '/lessons' });
  const his = await open(student, { at: replicas[1] });
  await expect(his.chats.or(his.page.getByRole('main')).first()).toBeVisible();
  await expect(his.chat(teacher)).toHaveCount(0);

  await hers.page.getByRole('button', { name: 'Завершить занятие' }).click();

  await expect(his.chat(teacher)).toBeVisible();
  await hers.section('Чаты');
  await hers.openChat(student);
  await hers.send('Начинаем!');
  await expect(his.unread(teacher, 1)).toBeVisible();
});

test('a lesson completed by SQL gives both members a chat', async ({ open, school }) => {
  const teacher = await school.person({ role: 'teacher' });
  const student = await school.person({ role: 'student' });
  const [hers, his] = [await open(teacher), await open(student)];
  await expect(hers.page.getByText('Чатов пока нет')).toBeVisible();
  await expect(his.page.getByText('Чатов пока нет')).toBeVisible();
  await school.sql(`
    INSERT INTO lessons (teacher_id, student_id, scheduled_at, status)
    VALUES (${teacher.id}, ${student.id}, now(), 'completed');
  `);
  await expect(hers.chat(student)).toBeVisible();
  await expect(his.chat(teacher)).toBeVisible();
});

test('another name is shown without a reload, on one’s own devices too', async ({
  open,
  pair: { teacher, student },
}) => {
  const his = await open(student);
  await his.openChat(teacher);
  const hers = await open(teacher);
  const account = await open(teacher, { path: '/account' });
  await account.page.getByRole('textbox', { name: 'Имя и фамилия' }).fill('Вера Новая');
  await account.page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  const renamed = { name: 'Вера Новая' };
  await expect(his.conversation(renamed)).toBeVisible();
  await expect(his.chat(renamed)).toBeVisible();
  await expect(his.chat(teacher)).toHaveCount(0);
  await hers.openSettings();
  await expect(hers.page.getByText('Вера Новая', { exact: true }).first()).toBeVisible();
});

async function unreadByServer(url: string, token: string, chatId: number): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/api/chats`, { headers });
  const { chats } = (await response.json()) as { chats: { id: number; unread_count: number }[] };
  return chats.find(({ id }) => id === chatId)?.unread_count ?? -1;
}
