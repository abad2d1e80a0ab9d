/** The list of chats and what stands beside it: menu, filters, groups, search, keys. */
import type { Page } from '@playwright/test';
import { expectAccessible } from '@vestnik/testing/axe';

import { expect, test } from './support/test.ts';

const QUICK_FIELD = 'Чат, человек, страница или слово из сообщения';

function filter(page: Page, name: string) {
  return page.getByRole('group', { name: 'Фильтр чатов' }).getByRole('button', { name });
}

test('a chat’s menu pins, mutes, archives and marks it read', async ({ open, pair, school }) => {
  const { teacher, student, chatId } = pair;
  await school.send(chatId, student, 'Здравствуйте!');
  const tab = await open(teacher);
  const other = await open(teacher);
  const chat = tab.chat(student);
  await expect(tab.unread(student, 1)).toBeVisible();

  await tab.chooseOfChat(student, 'Отметить прочитанным');
  await expect(tab.unread(student, 1)).toBeHidden();
  await expect(other.unread(student, 1)).toBeHidden();
  await tab.chooseOfChat(student, 'Отметить непрочитанным');
  for (const page of [tab, other]) await expect(page.unread(student, 1)).toBeVisible();
  await tab.chooseOfChat(student, 'Отметить прочитанным');
  await expect(tab.unread(student, 1)).toBeHidden();

  await tab.chooseOfChat(student, 'Закрепить');
  await expect(chat.getByRole('img', { name: 'Закреплён' })).toBeVisible();
  await expect(other.chat(student).getByRole('img', { name: 'Закреплён' })).toBeVisible();

  await tab.chooseOfChat(student, 'Без звука на 8 часов');
  await expect(chat.getByRole('img', { name: 'Без звука' })).toBeVisible();
  await tab.chooseOfChat(student, 'Включить звук');
  await expect(chat.getByRole('img', { name: 'Без звука' })).toBeHidden();

  await tab.chooseOfChat(student, 'В архив');
  await expect(chat).toBeHidden();
  await filter(tab.page, 'Архив').click();
  await expect(chat).toBeVisible();
  await tab.chooseOfChat(student, 'Вернуть из архива');
  await expect(chat).toBeHidden();
  await filter(tab.page, 'Все').click();
  await expect(chat).toBeVisible();
});

test('a menu works by keyboard and returns the focus', async ({ open, pair }) => {
  const tab = await open(pair.teacher);
  const name = `Действия: ${pair.student.name}`;
  const button = tab.page.getByRole('button', { name, exact: true });
  await tab.chat(pair.student).focus();
  await tab.page.keyboard.press('Tab');
  await expect(button).toBeFocused();
  await tab.page.keyboard.press('Enter');
  await expect(tab.page.getByRole('menuitem', { name: 'Закрепить' })).toBeFocused();
  await tab.page.keyboard.press('End');
  await expect(tab.page.getByRole('menuitem', { name: 'В архив' })).toBeFocused();
  await tab.page.keyboard.press('Escape');
  await expect(tab.page.getByRole('menu')).toBeHidden();
  await expect(button).toBeFocused();
});

test('a teacher creates and renames a group for both members', async ({ open, pair }) => {
  const { teacher, student } = pair;
  const desk = await open(teacher);
  const guest = await open(student);
  await expect(guest.page.getByRole('button', { name: 'Новая группа' })).toBeHidden();
  await desk.page.getByRole('button', { name: 'Новая группа' }).click();
  await desk.dialog.getByRole('textbox', { name: 'Название группы' }).fill('Кружок');
  await desk.dialog.getByRole('button', { name: 'Создать' }).click();
  await expect(desk.dialog.getByText('Выберите хотя бы одного человека')).toBeVisible();
  await desk.dialog.getByRole('combobox', { name: 'Участники' }).fill(student.name);
  await desk.dialog.getByRole('option', { name: student.name }).click();
  await expectAccessible(desk.page, 'the dialog of a new group');
  await desk.dialog.getByRole('button', { name: 'Создать' }).click();
  await expect(desk.page).toHaveURL(/\/chats\/\d+$/);
  const group = guest.chats.getByRole('link', { name: 'Кружок', exact: true });
  await expect(group).toBeVisible();

  await desk.chooseOfChat({ name: 'Кружок' }, 'О группе');
  const title = desk.dialog.getByRole('textbox', { name: 'Название группы' });
  await title.fill('Кружок 9Б');
  await desk.dialog.getByRole('button', { name: 'Сохранить' }).click();
  await expect(guest.chats.getByRole('link', { name: 'Кружок 9Б', exact: true })).toBeVisible();

  await desk.dialog.getByRole('button', { name: `Действия: ${student.name}` }).click();
  await desk.page.getByRole('menuitem', { name: 'Исключить' }).click();
  await expect(guest.chats.getByRole('link', { name: 'Кружок 9Б' })).toBeHidden();
  await expect(desk.dialog.getByText('1 участник', { exact: true })).toBeVisible();
});

test('the search finds a message and opens its chat', async ({ open, pair, school }) => {
  const { teacher, student, chatId } = pair;
  await school.send(chatId, student, 'Контрольная по геометрии будет в пятницу');
  await school.send(chatId, teacher, 'Хорошо');
  const tab = await open(teacher);
  await tab.page.getByRole('button', { name: 'Поиск по сообщениям' }).click();
  const panel = tab.page.getByRole('region', { name: 'Поиск по сообщениям' });
  const field = panel.getByRole('searchbox');
  await expect(field).toBeFocused();
  await field.fill('контрольная геометрия');
  const hit = panel.getByRole('listitem').getByRole('button');
  await expect(hit).toHaveAccessibleName(new RegExp(`^${student.name}: Контрольная`));
  await expect(hit.locator('mark')).toHaveText(['Контрольная', 'геометрии']);
  await expectAccessible(tab.page, 'the search');
  await tab.page.keyboard.press('ArrowDown');
  await expect(hit).toBeFocused();
  await tab.page.keyboard.press('Enter');
  await expect(tab.page).toHaveURL(new RegExp(`/chats/${chatId}\\?message=\\d+$`));
  await expect(tab.conversation(student)).toBeVisible();

  await panel.getByText('Фильтры', { exact: true }).click();
  await panel.getByRole('combobox', { name: 'Автор' }).selectOption({ label: teacher.name });
  await expect(panel.getByText('Ничего не найдено')).toBeVisible();
  await panel.getByRole('button', { name: 'Закрыть поиск' }).click();
  await expect(panel).toBeHidden();
});

test('keyboard shortcuts open a chat and list all shortcuts', async ({ open, pair }) => {
  const { teacher, student } = pair;
  const tab = await open(teacher);
  await expect(tab.chat(student)).toBeVisible();
  await tab.page.keyboard.press('Control+k');
  const field = tab.dialog.getByRole('combobox', { name: QUICK_FIELD });
  await expect(field).toBeFocused();
  // By a part inside of the name: its last word.
  await field.fill(student.name.split(' ').at(-1) ?? '');
  await expect(tab.dialog.getByRole('option', { name: student.name })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expectAccessible(tab.page, 'the quick switcher');
  await tab.page.keyboard.press('Enter');
  await expect(tab.conversation(student)).toBeVisible();

  await tab.composer.pressSequentially('?');
  await expect(tab.dialog).toBeHidden();
  await tab.composer.fill('');
  await tab.composer.blur();
  await tab.page.keyboard.press('?');
  await expect(tab.dialog.getByRole('heading', { name: 'Горячие клавиши' })).toBeVisible();
  await tab.page.keyboard.press('Escape');
  await expect(tab.dialog).toBeHidden();
  await tab.page.keyboard.press('Control+Shift+F');
  await expect(tab.page.getByRole('searchbox', { name: 'Поиск по сообщениям' })).toBeFocused();
});

test('Ctrl+K finds pages and messages', async ({ open, pair, school }) => {
  const { teacher, student, chatId } = pair;
  await school.send(chatId, student, 'Контрольная по геометрии в среду');
  const tab = await open(teacher);
  await expect(tab.chat(student)).toBeVisible();
  const field = tab.dialog.getByRole('combobox', { name: QUICK_FIELD });
  await tab.page.keyboard.press('Control+k');
  await field.fill('геометрия');
  const found = tab.dialog.getByRole('option', { name: 'Контрольная по геометрии в среду' });
  await expect(found).toContainText(student.name);
  await expect(found).toHaveAttribute('aria-selected', 'true');
  await tab.page.keyboard.press('Enter');
  await expect(tab.page).toHaveURL(new RegExp(`/chats/${chatId}\\?message=\\d+$`));
  await expect(tab.message('Контрольная')).toBeVisible();

  await tab.page.keyboard.press('Control+k');
  await field.fill('занят');
  const page = tab.dialog.getByRole('option', { name: 'Занятия' });
  await expect(page).toHaveAttribute('aria-selected', 'true');
  await expect(tab.dialog.getByRole('option', { name: 'Люди' })).toBeHidden();
  await tab.page.keyboard.press('Enter');
  await expect(tab.page).toHaveURL(/\/lessons$/);
});

test('filters by kind fit narrow windows, with archived chats apart', async ({
  open,
  pair,
  school,
}) => {
  const { teacher, student } = pair;
  const other = await school.person({ role: 'student' });
  await school.chat(teacher, other);
  const tab = await open(teacher, { viewport: { width: 380, height: 740 } });
  await tab.page.getByRole('button', { name: 'Новая группа' }).click();
  await tab.dialog.getByRole('textbox', { name: 'Название группы' }).fill('Кружок');
  await tab.dialog.getByRole('combobox', { name: 'Участники' }).fill(student.name);
  await tab.dialog.getByRole('option', { name: student.name }).click();
  await tab.dialog.getByRole('button', { name: 'Создать' }).click();
  // The page navigates to the new group: a pending navigation would abort the next one.
  await expect(tab.page.getByRole('region', { name: 'Кружок' })).toBeVisible();
  await expect(tab.page).toHaveURL(/\/chats\/\d+$/);
  await tab.page.goto('/chats');

  const group = tab.chats.getByRole('link', { name: 'Кружок' });
  await expect(group).toBeVisible();
  await filter(tab.page, 'Личные').click();
  await expect(group).toBeHidden();
  await expect(tab.chat(student)).toBeVisible();
  await filter(tab.page, 'Группы').click();
  await expect(group).toBeVisible();
  await expect(tab.chat(student)).toBeHidden();
  const tooWide = await tab.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(tooWide).toBeLessThanOrEqual(0);
});
