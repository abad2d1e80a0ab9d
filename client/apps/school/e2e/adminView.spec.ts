import { request, RequestFailed } from '@vestnik/testing';

import { expectNoOverflow } from './support/overflow.ts';
import { expect, test } from './support/test.ts';

test('an admin reads a conversation live but cannot write', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
}) => {
  await school.send(chatId, student, 'до прихода администратора');
  const admin = await open(school.admin, { at: replicas[0] });
  const hers = await open(teacher, { at: replicas[1] });
  await hers.openChat(student);
  await admin.chatOf(teacher, student).click();
  await expect(admin.conversationOf(teacher, student)).toBeVisible();
  await expect(admin.message('до прихода администратора')).toBeVisible();

  await hers.send('при администраторе');
  await expect(admin.message('при администраторе')).toBeVisible();
  await hers.delete('при администраторе');
  await expect(admin.message('при администраторе')).toHaveCount(0);

  await expect(admin.page.getByRole('textbox', { name: 'Сообщение' })).toHaveCount(0);
  await expect(admin.sendButton).toHaveCount(0);
  await expect(admin.log.getByRole('article').getByRole('button')).toHaveCount(0);
  await expect(hers.chat(student)).toHaveAccessibleDescription(/до прихода администратора/);
  const refused = request('POST', `${replicas[0].url}/api/messages`, {
    token: school.admin.token,
    body: { chat_id: chatId, content: 'нельзя' },
  });
  await expect(refused).rejects.toMatchObject({ status: 403, code: 'read_only_role' });
  await expect(refused).rejects.toBeInstanceOf(RequestFailed);
});

test('an admin’s reading does not change the members’ unread counts', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'прочтёт только преподаватель');
  const hers = await open(teacher);
  await expect(hers.unread(student, 1)).toBeVisible();
  const admin = await open(school.admin, { path: `/chats/${chatId}` });
  await expect(admin.message('прочтёт только преподаватель')).toBeVisible();
  await school.send(chatId, student, 'и это тоже');
  await expect(admin.message('и это тоже')).toBeVisible();
  await expect(hers.unread(student, 2)).toBeVisible();
});

test('only an admin can show deleted messages', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, teacher, 'первое останется');
  const gone = await school.send(chatId, teacher, 'второе удалено');
  await school.send(chatId, teacher, 'третье останется');
  await school.request('DELETE', `/api/messages/${gone.id}`, { token: teacher.token });
  const admin = await open(school.admin, { path: `/chats/${chatId}` });
  await expect(admin.message('третье останется')).toBeVisible();
  await expect(admin.message('второе удалено')).toHaveCount(0);

  const toggle = admin.page.getByRole('switch', { name: 'Показывать удалённые', exact: true });
  await expect(toggle).not.toBeChecked();
  await toggle.click();
  await expect(admin.message('второе удалено')).toBeVisible();
  await expect(admin.message('второе удалено')).toContainText('Удалено');
  await expect(admin.log.getByRole('article')).toContainText(['первое', 'второе', 'третье']);
  const live = await school.send(chatId, teacher, 'удалено при администраторе');
  await expect(admin.message('удалено при администраторе')).toBeVisible();
  await school.request('DELETE', `/api/messages/${live.id}`, { token: teacher.token });
  await expect(admin.message('удалено при администраторе')).toContainText('Удалено');
  await toggle.click();
  await expect(admin.message('второе удалено')).toHaveCount(0);
  await expect(admin.message('удалено при администраторе')).toHaveCount(0);

  const hers = await open(teacher);
  await hers.openChat(student);
  await expect(hers.message('первое останется')).toBeVisible();
  await expect(hers.message('второе удалено')).toHaveCount(0);
  await expect(hers.page.getByRole('switch')).toHaveCount(0);
  const refused = school.request('GET', `/api/chats/${chatId}/messages?include_deleted=true`, {
    token: teacher.token,
  });
  await expect(refused).rejects.toMatchObject({ status: 403 });
});

test('an admin finds chats by either name, including new ones', async ({
  open,
  pair: { teacher, student },
  school,
}) => {
  const admin = await open(school.admin);
  const search = admin.page.getByRole('searchbox', { name: 'Поиск по чатам', exact: true });
  await expect(admin.chatOf(teacher, student)).toBeVisible();
  const other = await school.person({ role: 'student', name: 'Единственная Ёлкина' });
  await school.chat(teacher, other);
  await expect(admin.chatOf(teacher, other)).toBeVisible();
  await search.fill('ёлкина');
  await expect(admin.chatOf(teacher, student)).toHaveCount(0);
  await expect(admin.chatOf(teacher, other)).toBeVisible();
  await search.fill(student.name);
  await expect(admin.chatOf(teacher, student)).toBeVisible();
  await expect(admin.chatOf(teacher, other)).toHaveCount(0);
  await search.fill('нет такого человека');
  await expect(admin.chats.getByRole('link')).toHaveCount(0);
});

test('members search their chats by name', async ({ open, pair: { teacher, student }, school }) => {
  const other = await school.person({ role: 'student', name: 'Йоханн Щукин' });
  await school.chat(teacher, other);
  const tab = await open(teacher);
  await expect(tab.chats.getByRole('link')).toHaveCount(2);
  await tab.page.getByRole('searchbox', { name: 'Поиск по чатам', exact: true }).fill('щук');
  await expect(tab.chats.getByRole('link')).toHaveCount(1);
  await expect(tab.chat(other)).toBeVisible();
  await expect(tab.chat(student)).toHaveCount(0);
});

for (const width of [390, 320]) {
  test(`an admin’s header shows all of it at ${width} pixels`, async ({
    open,
    pair: { teacher, student, chatId },
    school,
  }) => {
    const viewport = { width, height: 640 };
    const { page } = await open(school.admin, { path: `/chats/${chatId}`, viewport });
    const header = page.locator('header').filter({ has: page.getByRole('switch') });
    await expect(header.getByText('Показывать удалённые')).toBeInViewport({ ratio: 1 });
    const title = header.getByRole('heading');
    await expect(title).toContainText(teacher.name);
    await expect(title).toContainText(student.name);
    expect((await title.boundingBox())?.width).toBeGreaterThan(100);
    await expectNoOverflow(page);
  });
}
