/** Every screen in both themes, checked by axe. */
import { expectAccessible as checkAccessible } from '@vestnik/testing/axe';
import type { Page } from '@playwright/test';

import { expect, test, type OpenOptions } from './support/test.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

for (const [device, screen] of [
  ['desk', {}],
  ['phone', PHONE],
] as const) {
  const where: OpenOptions = { ...screen, reducedMotion: 'reduce' };
  // Colours do not depend on the width.
  const hasCheckedColours = device !== 'desk';
  const expectAccessible = async (page: Page, name: string): Promise<void> =>
    checkAccessible(page, name, { hasCheckedColours });

  test(`axe finds nothing on a teacher’s pages (${device})`, async ({
    open,
    pair: { teacher, student, chatId },
    school,
    watch,
  }) => {
    watch.networkMayFail = true;
    const signIn = await open(null, where);
    await expect(signIn.signInButton).toBeVisible();
    await expectAccessible(signIn.page, 'sign-in');
    await signIn.signIn({ ...teacher, password: 'не тот' });
    await expect(signIn.page.getByRole('alert')).toBeVisible();
    await expectAccessible(signIn.page, 'sign-in refused');

    const silent = await school.person({ role: 'teacher' });
    const empty = await open(silent, where);
    await expect(empty.page.getByText('Чатов пока нет')).toBeVisible();
    await expectAccessible(empty.page, 'no chats');

    await school.send(chatId, teacher, 'Посмотрите https://example.org/ к уроку');
    await school.send(chatId, student, 'Хорошо 👍');
    const tab = await open(teacher, where);
    await expect(tab.unread(student, 1)).toBeVisible();
    await expectAccessible(tab.page, 'chats');
    await tab.openChat(student);
    await expect(tab.message('Хорошо')).toBeVisible();
    await expectAccessible(tab.page, 'conversation');
    await tab.rejectMessages();
    await tab.send('не отправится');
    await expect(tab.page.getByRole('button', { name: 'Повторить' })).toBeVisible();
    await expectAccessible(tab.page, 'a failed message');
    await tab.message('Посмотрите').focus();
    await tab.page.keyboard.press('Enter');
    const name = { name: 'Удалить', exact: true };
    const action =
      where.hasTouch === true
        ? tab.dialog.getByRole('button', name)
        : tab.page.getByRole('menuitem', name);
    await expect(action).toBeVisible();
    await expectAccessible(tab.page, 'a message’s menu');
    await action.click();
    await expect(tab.dialog).toBeVisible();
    await expectAccessible(tab.page, 'deletion');
    await tab.page.keyboard.press('Escape');

    await tab.page.context().setOffline(true);
    await expect(tab.connection).toHaveText('Нет соединения');
    await expectAccessible(tab.page, 'offline');
    await tab.page.context().setOffline(false);
    await school.lesson(teacher, student);
    await tab.page.goto('/lessons');
    await expect(tab.page.getByRole('button', { name: 'Завершить занятие' })).toBeVisible();
    await expectAccessible(tab.page, 'lessons');
    await tab.openSettings();
    await expectAccessible(tab.page, 'settings');
  });

  test(`axe finds nothing on an admin’s pages (${device})`, async ({
    open,
    pair: { teacher, student, chatId },
    school,
  }) => {
    await school.lesson(teacher, student);
    const gone = await school.send(chatId, teacher, 'удалённое');
    await school.request('DELETE', `/api/messages/${gone.id}`, { token: teacher.token });
    await school.send(chatId, student, 'видимое');
    const tab = await open(school.admin, where);
    await expect(tab.chatOf(teacher, student)).toBeVisible();
    await expectAccessible(tab.page, 'chats');
    await tab.chatOf(teacher, student).click();
    await expect(tab.message('видимое')).toBeVisible();
    await tab.page.getByRole('switch').click();
    await expect(tab.message('удалённое')).toBeVisible();
    await expectAccessible(tab.page, 'conversation with deleted ones');

    for (const [path, button] of [
      ['/lessons', 'Назначить занятие'],
      ['/people', 'Добавить человека'],
    ] as const) {
      await tab.page.goto(path);
      await expect(tab.page.getByText(student.name).first()).toBeVisible();
      await expectAccessible(tab.page, path);
      await tab.page.getByRole('button', { name: button, exact: true }).click();
      await expect(tab.dialog).toBeVisible();
      await expectAccessible(tab.page, `${path}: ${button}`);
    }
    await tab.page.goto('/nowhere');
    await expect(tab.page.getByRole('heading', { name: 'Страница не найдена' })).toBeVisible();
    await expectAccessible(tab.page, 'a page that is not there');
  });

  test(`axe finds nothing on a student’s pages (${device})`, async ({
    open,
    pair: { teacher, student, chatId },
    school,
  }) => {
    await school.lesson(teacher, student);
    await school.seedHistory(chatId, 120);
    const tab = await open(student, { ...where, path: `/chats/${chatId}` });
    await expect(tab.message('Запись 120.')).toBeVisible();
    await expectAccessible(tab.page, 'a long conversation');
    await tab.page.goto('/lessons');
    await expect(tab.page.getByText(teacher.name).first()).toBeVisible();
    await expectAccessible(tab.page, 'lessons');
  });
}
