/** What is chosen stands in the address: a reload keeps it, and Back stays within the app. */
import { expect, test } from './support/test.ts';

test('a search and the open chat stay after a reload', async ({
  open,
  pair: { teacher, student },
  school,
}) => {
  const other = await school.person({ role: 'student' });
  await school.chat(teacher, other);
  const tab = await open(teacher);
  await expect(tab.chat(other)).toBeVisible();
  const search = tab.page.getByRole('searchbox', { name: 'Поиск по чатам' });
  await search.fill(student.name);
  await expect(tab.chat(other)).toHaveCount(0);
  await expect(tab.page).toHaveURL(/[?]q=/);
  await tab.openChat(student);
  await expect(search).toHaveValue(student.name);
  await tab.page.reload();
  await expect(tab.conversation(student)).toBeVisible();
  await expect(search).toHaveValue(student.name);
  await expect(tab.chat(other)).toHaveCount(0);

  await tab.section('Занятия');
  await expect(tab.page).toHaveURL(/\/lessons$/);
  await tab.page.goBack();
  await expect(tab.conversation(student)).toBeVisible();
  await expect(search).toHaveValue(student.name);
  await tab.page.goBack();
  await expect(tab.page).toHaveURL(/\/[?]q=/);
  await expect(search).toHaveValue(student.name);
});

test('an admin’s filters stay after a reload', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const { id } = await school.send(chatId, teacher, 'удалённое');
  await school.request('DELETE', `/api/messages/${id}`, { token: teacher.token });
  await school.send(chatId, student, 'видимое');
  const tab = await open(school.admin, { path: `/chats/${chatId}` });
  await expect(tab.message('видимое')).toBeVisible();
  await tab.page.getByRole('switch').click();
  await expect(tab.message('удалённое')).toBeVisible();
  await tab.page.reload();
  await expect(tab.message('удалённое')).toBeVisible();
  await expect(tab.page.getByRole('switch')).toBeChecked();

  await tab.section('Люди');
  const search = tab.page.getByRole('searchbox', { name: 'Поиск людей' });
  const people = tab.page.getByRole('list', { name: 'Люди школы' }).getByRole('listitem');
  await search.fill(student.email);
  await expect(people).toHaveCount(1);
  await expect(tab.page).toHaveURL(/[?]q=/);
  await tab.page.reload();
  await expect(search).toHaveValue(student.email);
  await expect(people).toHaveCount(1);
});

test('fast typing in the search field loses no character', async ({ open, pair: { teacher } }) => {
  const tab = await open(teacher);
  const search = tab.page.getByRole('searchbox', { name: 'Поиск по чатам' });
  const text = 'длинный запрос, который набирают по букве';
  await search.pressSequentially(text, { delay: 25 });
  await expect(search).toHaveValue(text);
  await expect.poll(() => new URL(tab.page.url()).searchParams.get('q')).toBe(text);
  await expect(search).toHaveValue(text);
});
