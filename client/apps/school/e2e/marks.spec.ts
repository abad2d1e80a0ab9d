/** The marks of an own message: sent, and read by the other member. */
import { expect, type SchoolPage, test } from './support/test.ts';

async function expectMark(tab: SchoolPage, text: string, mark: 'отправлено' | 'прочитано') {
  await expect(tab.message(text).getByText(mark, { exact: true })).toBeAttached();
}

test('a message is marked read, also after a reload', async ({
  open,
  pair: { teacher, student },
  replicas,
}) => {
  const hers = await open(teacher, { at: replicas[0] });
  await hers.openChat(student);
  await hers.send('прочитайте, пожалуйста');
  await expectMark(hers, 'прочитайте', 'отправлено');
  await hers.page.reload();
  await expectMark(hers, 'прочитайте', 'отправлено');

  const his = await open(student, { at: replicas[1] });
  await his.openChat(teacher);
  await expectMark(hers, 'прочитайте', 'прочитано');
  await hers.page.reload();
  await expectMark(hers, 'прочитайте', 'прочитано');
  await his.page.close();
  await hers.send('а это уже потом');
  await expectMark(hers, 'а это уже', 'отправлено');
  await expectMark(hers, 'прочитайте', 'прочитано');
});

test('answering marks earlier messages read', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const tab = await open(teacher);
  await tab.openChat(student);
  await tab.send('вопрос');
  await expectMark(tab, 'вопрос', 'отправлено');
  await school.send(chatId, student, 'ответ');
  await expect(tab.message('ответ')).toBeVisible();
  await expectMark(tab, 'вопрос', 'прочитано');
});

test('a chat that is marked unread stays so until it is opened again', async ({
  open,
  pair: { teacher, student },
}) => {
  const his = await open(student);
  await his.openChat(teacher);
  await his.send('первое');
  await his.send('второе');
  await his.send('третье');
  await expectMark(his, 'третье', 'отправлено');
  const hers = await open(teacher);
  await hers.openChat(student);
  await expectMark(his, 'третье', 'прочитано');

  await hers.messageAction('второе', 'Отметить непрочитанным');

  await expect(hers.unread(student, 2)).toBeVisible();
  await expect(hers.log.getByText('Новые сообщения')).toBeVisible();
  await expectMark(his, 'третье', 'прочитано');
  await hers.page.reload();
  await expect(hers.unread(student, 2)).toBeHidden();
  await expectMark(his, 'третье', 'прочитано');
});
