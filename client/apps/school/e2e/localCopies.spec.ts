/** What a page shows that was opened without a connection. */
import { storedCopies } from '@vestnik/testing';

import { expect, type SchoolPage, test } from './support/test.ts';

test.use({ serviceWorkers: 'allow' });

const KEPT = 'Нет соединения. Показаны ранее загруженные данные.';

/** Waits until the browser has stored these copies. */
async function waitForCopies(tab: SchoolPage, ...names: string[]): Promise<void> {
  await expect.poll(() => copyNames(tab)).toEqual(expect.arrayContaining(names));
}

async function copyNames({ page }: SchoolPage): Promise<string[]> {
  return (await storedCopies(page, 'school')).map(({ name }) => name);
}

test('an offline reload shows chats, names, messages and lessons', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  await school.seedHistory(chatId, 120);
  const tab = await open(teacher, { path: '/lessons' });
  await expect(tab.page.getByText(student.name)).toBeVisible();
  await tab.section('Чаты');
  await tab.openChat(student);
  await expect(tab.message('Запись 120.')).toBeInViewport();
  await tab.waitForOfflineCache();
  await waitForCopies(tab, 'chats', 'lessons', `history:${chatId}`);

  await tab.page.context().setOffline(true);
  await tab.page.reload();
  await expect(tab.conversation(student)).toBeVisible();
  await expect(tab.message('Запись 120.')).toBeInViewport();
  await expect(tab.page.getByText('Удалённый пользователь')).toHaveCount(0);
  await expect(tab.chat(student)).toBeVisible();
  await expect(tab.page.getByText(KEPT).first()).toBeVisible();
  await tab.section('Занятия');
  await expect(tab.page.getByText(student.name)).toBeVisible();
  await expect(tab.page.getByText(KEPT)).toBeVisible();
  await tab.section('Чаты');
  await tab.openChat(student);

  await school.send(chatId, student, 'пока не было связи');
  await tab.page.context().setOffline(false);
  await expect(tab.message('пока не было связи')).toBeInViewport();
  await expect(tab.page.getByText(KEPT)).toHaveCount(0);
});

test('nothing covers the offline note on a phone', async ({
  open,
  pair: { teacher, student },
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher, { viewport: { width: 320, height: 568 } });
  await expect(tab.chat(student)).toBeVisible();
  await tab.waitForOfflineCache();
  await waitForCopies(tab, 'chats');
  await tab.page.context().setOffline(true);
  await tab.page.reload();
  await expect(tab.page.getByText(KEPT)).toBeInViewport({ ratio: 1 });
  await expect(tab.connection).toHaveText('Нет соединения');
  await expect(tab.connection).toHaveCSS('opacity', '0');
});

test('content that was never loaded shows a retry button', async ({
  open,
  pair: { teacher, student },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const other = await school.person({ role: 'student' });
  const otherChat = await school.chat(teacher, other);
  const tab = await open(teacher);
  await expect(tab.chat(student)).toBeVisible();
  await tab.waitForOfflineCache();
  await waitForCopies(tab, 'chats');

  await tab.page.context().setOffline(true);
  await tab.page.reload();
  await tab.chat(other).click();
  const failure = tab.page.getByRole('alert').filter({ hasText: 'Не удалось загрузить сообщения' });
  await expect(failure.getByRole('button', { name: 'Повторить' })).toBeVisible();
  await expect(tab.page.getByRole('heading', { name: other.name })).toBeVisible();
  await tab.section('Занятия');
  const lessons = tab.page.getByRole('alert').filter({ hasText: 'Нет соединения с сервером' });
  await expect(lessons.getByRole('button', { name: 'Повторить' })).toBeVisible();

  await tab.page.context().setOffline(false);
  await expect(tab.page.getByText(other.name)).toBeVisible();
  await tab.page.goto(`/chats/${otherChat}`);
  await expect(tab.conversation(other)).toBeVisible();
});

test('a chat stays at its newest message after writing offline', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  await school.seedHistory(chatId, 120);
  const tab = await open(teacher);
  await expect(tab.chat(student)).toBeVisible();
  await tab.waitForOfflineCache();
  await waitForCopies(tab, 'chats');
  await tab.page.context().setOffline(true);
  await tab.page.goto(`/chats/${chatId}`);
  await tab.send('написано без связи');
  await expect(tab.message('написано без связи')).toBeVisible();

  await tab.page.context().setOffline(false);
  await expect
    .poll(async () => (await school.messages(chatId)).at(-1)?.content)
    .toBe('написано без связи');
  await expect(tab.message('Запись 120.')).toBeInViewport();
  await expect(tab.message('написано без связи')).toBeInViewport();
});

test('the offline search finds stored messages and shows a note', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  await school.send(chatId, student, 'Ёлка стоит у доски');
  const tab = await open(teacher);
  await tab.openChat(student);
  await tab.waitForOfflineCache();
  await waitForCopies(tab, 'chats', `history:${chatId}`);

  await tab.page.context().setOffline(true);
  await tab.page.goto('/chats');
  await tab.page.getByRole('button', { name: 'Поиск по сообщениям' }).click();
  const panel = tab.page.getByRole('region', { name: 'Поиск по сообщениям' });
  await panel.getByRole('searchbox').fill('елка');
  const hit = panel.getByRole('listitem').getByRole('button');
  await expect(hit).toHaveAccessibleName(/Ёлка стоит у доски/);
  await expect(panel.getByText(KEPT)).toBeVisible();
  await hit.click();
  await expect(tab.message('Ёлка стоит')).toBeInViewport();
});

test('stored data is shown before a slow server answers', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.seedHistory(chatId, 60);
  const tab = await open(teacher);
  await tab.openChat(student);
  await tab.waitForOfflineCache();
  await waitForCopies(tab, 'chats', `history:${chatId}`);
  await school.send(chatId, student, 'новое с сервера');
  await expect(tab.message('новое с сервера')).toBeVisible();

  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await tab.page.route('**/v1/school/**', async (route) => {
    await answered;
    await route.continue();
  });
  await tab.page.reload();
  await expect(tab.conversation(student)).toBeVisible();
  await expect(tab.message('Запись 60.')).toBeVisible();
  await expect(tab.chat(student)).toBeVisible();
  answer();
  await expect(tab.message('новое с сервера')).toBeInViewport();
});

test('signing out removes the local copies', async ({
  open,
  pair: { teacher, student, chatId },
}) => {
  const tab = await open(teacher);
  await tab.openChat(student);
  await waitForCopies(tab, 'chats', `history:${chatId}`);
  await tab.signOut();
  await expect.poll(() => copyNames(tab)).toEqual([]);
});

test('the service worker answers only for pages of the school', async ({
  open,
  pair: { teacher, student },
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher);
  await expect(tab.chat(student)).toBeVisible();
  await tab.waitForOfflineCache();
  await tab.page.context().setOffline(true);
  for (const path of ['/shop/', '/campus/', '/static/chat.js', '/api/docs', '/elsewhere']) {
    const page = await tab.page.context().newPage();
    await expect(page.goto(path), path).rejects.toThrow('ERR_INTERNET_DISCONNECTED');
    await page.close();
  }
  for (const path of ['/', '/chats', '/lessons']) {
    await tab.page.goto(path);
    await expect(tab.sections, path).toBeVisible();
  }
});
