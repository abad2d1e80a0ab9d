/** The commonest tasks by keyboard alone. */
import { expect, type SchoolPage, test } from './support/test.ts';

test('the ten commonest tasks work by keyboard alone', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Теорема Виета, первый урок');
  await school.seedHistory(chatId, 200);
  await school.send(chatId, student, 'Когда контрольная?');
  const tab = await open(null);
  const { page } = tab;
  const { keyboard } = page;

  await test.step('signing in', async () => {
    await expect(tab.email).toBeFocused();
    await keyboard.type(teacher.email);
    await keyboard.press('Tab');
    await expect(tab.password).toBeFocused();
    await keyboard.type(teacher.password);
    await keyboard.press('Enter');
    await expect(tab.chat(student)).toBeVisible();
  });

  await test.step('opening a chat: by Tab, and by Ctrl+K', async () => {
    await tabTo(tab, 'link', student.name);
    await keyboard.press('Control+k');
    await expect(tab.dialog.getByRole('combobox')).toBeFocused();
    await keyboard.type(student.name);
    await expect(tab.dialog.getByRole('option', { name: student.name })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await keyboard.press('Enter');
    await expect(tab.conversation(student)).toBeVisible();
    await expect(tab.composer).toBeFocused();
  });

  await test.step('reading: up, and back to the end', async () => {
    await tabTo(tab, 'log', student.name, 'Shift+Tab');
    await keyboard.press('PageUp');
    await expect(tab.message('Когда контрольная?')).not.toBeInViewport();
    await keyboard.press('End');
    await expect(tab.message('Когда контрольная?')).toBeInViewport();
  });

  await test.step('writing', async () => {
    await tabTo(tab, 'textbox', 'Сообщение');
    await keyboard.type('без мыши');
    await keyboard.press('Enter');
    await expect(tab.message('без мыши').getByText('отправлено')).toBeAttached();
  });

  await test.step('answering', async () => {
    await openMenu(tab, student.name, 'Когда контрольная?', 2);
    await tabToItem(tab, 'Ответить');
    await keyboard.press('Enter');
    await expect(tab.composer).toBeFocused();
    await keyboard.type('в пятницу');
    await keyboard.press('Enter');
    await expect(tab.message('в пятницу')).toContainText('Когда контрольная?');
    await expect(tab.message('в пятницу').getByText('отправлено')).toBeAttached();
  });

  await test.step('reacting', async () => {
    await openMenu(tab, student.name, 'в пятницу', 1);
    await expect(page.getByRole('button', { name: 'Реакция 👍' })).toBeFocused();
    await keyboard.press('Enter');
    await expect(tab.message('в пятницу').getByRole('button', { name: /^👍, 1/ })).toBeVisible();
    await expect(tab.message('в пятницу')).toBeFocused();
  });

  await test.step('editing', async () => {
    await tabTo(tab, 'textbox', 'Сообщение');
    await keyboard.press('ArrowUp');
    await expect(tab.composer).toHaveValue('в пятницу');
    await keyboard.type(' в 12');
    await keyboard.press('Enter');
    await expect(tab.message('в пятницу в 12')).toContainText('изменено');
  });

  await test.step('attaching', async () => {
    await tabTo(tab, 'button', 'Прикрепить', 'Shift+Tab');
    // Before the menu opens: the browser must have been told to report choosers when Enter arrives.
    const chooser = page.waitForEvent('filechooser');
    await keyboard.press('Enter');
    await tabToItem(tab, 'Файл');
    await keyboard.press('Enter');
    const buffer = Buffer.from('x² + px + q');
    await (await chooser).setFiles({ name: 'план.txt', mimeType: 'text/plain', buffer });
    await expect(page.getByRole('button', { name: 'Убрать: план.txt' })).toBeVisible();
    await tabTo(tab, 'textbox', 'Сообщение');
    await keyboard.press('Enter');
    await expect(tab.log.getByRole('link', { name: /план\.txt/ })).toBeVisible();
  });

  await test.step('searching, and going there', async () => {
    await keyboard.press('Control+Shift+F');
    const panel = page.getByRole('region', { name: 'Поиск по сообщениям' });
    await expect(panel.getByRole('searchbox')).toBeFocused();
    await keyboard.type('теорема виета');
    await expect(panel.getByRole('listitem')).toHaveCount(1);
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await expect(tab.message('Теорема Виета')).toBeInViewport();
  });

  await test.step('changing the theme, and signing out', async () => {
    await tabTo(tab, 'button', 'Настройки');
    await keyboard.press('Enter');
    await tabTo(tab, 'radio', 'Как в системе');
    await keyboard.press('ArrowRight');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    await keyboard.press('Escape');
    await tabTo(tab, 'button', 'Выйти');
    await keyboard.press('Enter');
    await expect(tab.signInButton).toBeVisible();
  });
});

/** Opens the menu of the message that is so many above the end, from wherever the focus is. */
async function openMenu(
  tab: SchoolPage,
  title: string,
  text: string,
  fromEnd: number,
): Promise<void> {
  const { keyboard } = tab.page;
  await tabTo(tab, 'log', title, 'Shift+Tab');
  for (let presses = 0; presses < fromEnd; presses += 1) await keyboard.press('ArrowUp');
  await expect(tab.message(text)).toBeFocused();
  await keyboard.press('Enter');
  await expect(tab.page.getByRole('menu', { name: 'Действия с сообщением' })).toBeVisible();
}

/** Goes down in the open menu to an item. */
async function tabToItem({ page }: SchoolPage, name: string): Promise<void> {
  const item = page.getByRole('menuitem', { name, exact: true });
  await expect(item).toBeVisible();
  for (let presses = 0; presses < 20; presses += 1) {
    if (await item.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`no way to the item ${name}`);
}

type Stop = 'link' | 'button' | 'textbox' | 'log' | 'radio';

/** Presses Tab until the focus is on something of this role and name. */
async function tabTo(tab: SchoolPage, role: Stop, name: string, key = 'Tab'): Promise<void> {
  const target = tab.page.getByRole(role, { name, exact: true }).and(tab.page.locator(':focus'));
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await target.count()) > 0) return;
    await tab.page.keyboard.press(key);
  }
  throw new Error(`no way to ${role} ${name} by ${key}`);
}
