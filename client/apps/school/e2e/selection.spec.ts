/** Selecting several messages: to copy, forward and delete them. */
import { expect, type SchoolPage, test } from './support/test.ts';

function bar({ page }: SchoolPage) {
  return page.getByRole('toolbar', { name: 'Выбранные сообщения' });
}

test('a range of messages is copied, forwarded and deleted', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
}) => {
  const other = await school.person({ role: 'student' });
  const otherChat = await school.chat(teacher, other);
  for (const text of ['Первое', 'Второе', 'Третье', 'Четвёртое']) {
    await school.send(chatId, teacher, text);
  }
  const his = await open(student, { at: replicas[1] });
  await his.openChat(teacher);
  const hers = await open(teacher, {
    at: replicas[0],
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await hers.openChat(student);

  await hers.messageAction('Первое', 'Выбрать');
  await expect(bar(hers)).toContainText('Выбрано 1 сообщение');
  await expect(hers.composer).toBeHidden();
  await hers.message('Третье').click({ modifiers: ['Shift'] });
  await expect(bar(hers)).toContainText('Выбраны 3 сообщения');
  await hers.page.keyboard.press('Escape');
  await expect(bar(hers)).toBeHidden();
  await expect(hers.composer).toBeVisible();

  await hers.messageAction('Второе', 'Выбрать');
  await hers.message('Третье').click();
  await bar(hers).getByRole('button', { name: 'Копировать' }).click();
  expect(await hers.page.evaluate(() => navigator.clipboard.readText())).toBe('Второе\n\nТретье');

  await hers.messageAction('Третье', 'Выбрать');
  await hers.message('Второе').click();
  await bar(hers).getByRole('button', { name: 'Переслать' }).click();
  await hers.dialog.getByRole('checkbox', { name: other.name }).check();
  await hers.dialog.getByRole('button', { name: 'Переслать', exact: true }).click();
  await expect
    .poll(async () => (await school.messages(otherChat)).map(({ content }) => content))
    .toEqual(['Второе', 'Третье']);

  await hers.messageAction('Второе', 'Выбрать');
  await hers.message('Третье').click();
  await bar(hers).getByRole('button', { name: 'Удалить' }).click();
  await hers.dialog.getByRole('button', { name: 'Удалить', exact: true }).click();
  await expect(his.message('Второе')).toBeHidden();
  await expect(his.message('Третье')).toBeHidden();
  await expect(his.message('Четвёртое')).toBeVisible();
  await expect(bar(hers)).toBeHidden();
});

test('messages of others can be selected but not deleted', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Чужое');
  await school.send(chatId, teacher, 'Своё');
  const tab = await open(teacher);
  await tab.openChat(student);
  await tab.messageAction('Своё', 'Выбрать');
  await expect(bar(tab).getByRole('button', { name: 'Удалить' })).toBeVisible();
  await tab.message('Своё').focus();
  await tab.page.keyboard.press('ArrowUp');
  await expect(tab.message('Чужое')).toBeFocused();
  await tab.page.keyboard.press('Enter');
  await expect(bar(tab)).toContainText('Выбраны 2 сообщения');
  await expect(bar(tab).getByRole('button', { name: 'Переслать' })).toBeVisible();
  await expect(bar(tab).getByRole('button', { name: 'Удалить' })).toBeHidden();
});
