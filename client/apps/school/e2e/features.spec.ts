/** Replies, edits, reactions, files, pins and forwarding, between two people on two replicas. */
import { PICTURE } from '@vestnik/testing/chatPage';

import { expect, type SchoolPage, test } from './support/test.ts';

test('a reply’s quote follows edits and leads to its message', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
}) => {
  const asked = await school.send(chatId, student, 'Когда следующий урок?');
  await school.seedHistory(chatId, 150);
  const hers = await open(teacher, {
    at: replicas[0],
    path: `/chats/${chatId}?message=${asked.id}`,
  });
  const his = await open(student, { at: replicas[1] });
  await his.openChat(teacher);
  await expect(hers.message('Когда следующий урок?')).toBeInViewport();

  await hers.messageAction('Когда следующий урок?', 'Ответить');
  await hers.send('В четверг в пять');
  const reply = his.message('В четверг в пять');
  await expect(reply).toContainText('Когда следующий урок?');
  await expect(hers.message('В четверг в пять')).toBeInViewport();

  await reply.getByTitle('Перейти к исходному сообщению').click();
  const original = his.message('Когда следующий урок?').first();
  await expect(original).toBeInViewport();
  await his.messageAction('Когда следующий урок?', 'Изменить');
  await his.composer.fill('Когда урок физики?');
  await his.page.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await expect(his.message('Когда урок физики?').first()).toContainText('изменено');
  await expect(hers.message('В четверг в пять')).toContainText('Когда урок физики?');
  await his.page.getByRole('button', { name: 'Вернуться к ответу' }).click();
  await expect(his.message('В четверг в пять')).toBeInViewport();
});

test('both members see a reaction and its removal', async ({
  openBoth,
  pair: { student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Сдал экзамен!');
  const [hers, his] = await openBoth();

  await hers.react('Сдал экзамен!', '👍');
  const mine = hers.message('Сдал экзамен!').getByRole('button', { name: /^👍, 1/ });
  await expect(mine).toHaveAttribute('aria-pressed', 'true');
  const seen = his.message('Сдал экзамен!').getByRole('button', { name: /^👍, 1/ });
  await expect(seen).toHaveAttribute('aria-pressed', 'false');
  await seen.click();
  await expect(hers.message('Сдал экзамен!').getByRole('button', { name: /^👍, 2/ })).toBeVisible();
  await hers
    .message('Сдал экзамен!')
    .getByRole('button', { name: /^👍, 2/ })
    .click();
  await expect(his.message('Сдал экзамен!').getByRole('button', { name: /^👍, 1/ })).toBeVisible();
});

test('files with text arrive once after a lost response', async ({
  openBoth,
  pair: { chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const [hers, his] = await openBoth();
  let lost = 0;
  await hers.page.route('**/v1/school/attachments', async (route) => {
    lost += 1;
    return lost === 1 ? route.abort('connectionreset') : route.continue();
  });
  await hers.attachFiles(
    { name: 'homework.png', mimeType: 'image/png', buffer: PICTURE },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Дано: v = 5 м/с') },
  );
  await hers.send('Разбор задачи');
  await hers.page.reload();

  const arrived = his.message('Разбор задачи');
  await expect(
    arrived.getByRole('link', { name: 'Открыть изображение: homework.png' }),
  ).toBeVisible();
  await expect(arrived.getByRole('link', { name: /notes\.txt/ })).toBeVisible();
  await expect(hers.message('Разбор задачи')).toHaveCount(1);
  expect((await school.messages(chatId)).map(({ content }) => content)).toEqual(['Разбор задачи']);
  await arrived.getByRole('link', { name: 'Открыть изображение: homework.png' }).click();
  await expect(his.page.getByRole('button', { name: 'Закрыть' })).toBeVisible();
});

test('pinned messages stay above the log, forwarded ones arrive', async ({
  openBoth,
  pair: { teacher, chatId },
  school,
}) => {
  const other = await school.person({ role: 'student' });
  const otherChat = await school.chat(teacher, other);
  await school.send(chatId, teacher, 'Ссылка на класс');
  const [hers, his] = await openBoth();

  await hers.messageAction('Ссылка на класс', 'Закрепить');
  const bar = his.page.getByRole('region', { name: 'Закреплённое сообщение' });
  await expect(bar).toContainText('Ссылка на класс');
  await his.messageAction('Ссылка на класс', 'Открепить');
  await expect(hers.page.getByRole('region', { name: 'Закреплённое сообщение' })).toHaveCount(0);

  await hers.messageAction('Ссылка на класс', 'Переслать');
  await hers.dialog.getByRole('checkbox', { name: other.name }).check();
  await hers.dialog.getByRole('button', { name: 'Переслать', exact: true }).click();
  await expect
    .poll(async () => (await school.messages(otherChat)).map(({ content }) => content))
    .toEqual(['Ссылка на класс']);
});

test('a draft appears on the other device until sent', async ({
  open,
  pair: { teacher, student },
  replicas,
}) => {
  const desk = await open(teacher, { at: replicas[0] });
  const phone = await open(teacher, { at: replicas[1] });
  await desk.openChat(student);
  await phone.openChat(student);
  await desk.composer.fill('начато за столом');
  await expect(phone.composer).toHaveValue('начато за столом');
  await phone.sendButton.click();
  await expect(desk.composer).toHaveValue('');
  await expect(desk.message('начато за столом')).toBeVisible();
});

test('a draft keeps its quoted message on all devices', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
}) => {
  const other = await school.person({ role: 'student' });
  await school.chat(teacher, other);
  await school.send(chatId, student, 'Во сколько занятие?');
  const desk = await open(teacher, { at: replicas[0] });
  await desk.openChat(student);
  await desk.messageAction('Во сколько занятие?', 'Ответить');
  await desk.composer.fill('В шесть');
  const banner = (tab: SchoolPage) => tab.page.getByText(`Ответ: ${student.name}`);
  await expect(banner(desk)).toBeVisible();
  await desk.openChat(other);
  await expect(banner(desk)).toBeHidden();
  await desk.openChat(student);
  await expect(banner(desk)).toBeVisible();
  const phone = await open(teacher, { at: replicas[1] });
  await phone.openChat(student);
  await expect(banner(phone)).toBeVisible();
  await phone.sendButton.click();
  await expect(phone.message('В шесть').getByRole('button', { name: /Во сколько/ })).toBeVisible();
  await expect(banner(phone)).toBeHidden();
  await expect(banner(desk)).toBeHidden();
  await expect(desk.composer).toHaveValue('');
});

test('an edit ends without text loss when its message disappears', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
}) => {
  await school.send(chatId, teacher, 'Черновой вариант');
  const desk = await open(teacher, { at: replicas[0] });
  const phone = await open(teacher, { at: replicas[1] });
  await desk.openChat(student);
  await phone.openChat(student);
  await desk.messageAction('Черновой вариант', 'Изменить');
  await expect(desk.composer).toHaveValue('Черновой вариант');
  await desk.composer.fill('Чистовой вариант');
  await phone.delete('Черновой вариант');
  await expect(desk.message('Черновой вариант')).toBeHidden();
  await expect(desk.composer).toHaveValue('Чистовой вариант');
  await desk.sendButton.click();
  await expect(phone.message('Чистовой вариант')).toBeVisible();
});
