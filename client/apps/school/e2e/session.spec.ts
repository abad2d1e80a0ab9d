import { expect, type Tab, test } from './support/test.ts';

test('somebody signs in, comes to where they were going, and signs out', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Здравствуйте!');
  const tab = await open(null, { path: `/chats/${chatId}` });
  await expect(tab.email).toBeFocused();
  await tab.signIn(teacher);
  await expect(tab.conversation(student)).toBeVisible();
  await expect(tab.message('Здравствуйте!')).toBeVisible();
  await tab.signOut();
  await expect(tab.signInButton).toBeVisible();
  await tab.page.reload();
  await expect(tab.signInButton).toBeVisible();
});

test('a wrong password is said to be wrong, and the next one counts', async ({
  open,
  pair: { teacher, student },
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(null);
  await tab.signIn({ ...teacher, password: 'не тот' });
  await expect(tab.page.getByRole('alert')).toContainText('Неверный e-mail или пароль');
  await tab.signIn(teacher);
  await expect(tab.chat(student)).toBeVisible();
});

test('the app is used by keyboard alone, from signing in to sending', async ({
  open,
  pair: { teacher, student },
}) => {
  const tab = await open(null);
  const { keyboard } = tab.page;
  await expect(tab.email).toBeFocused();
  await keyboard.type(teacher.email);
  await keyboard.press('Tab');
  await expect(tab.password).toBeFocused();
  await keyboard.type(teacher.password);
  await keyboard.press('Enter');
  await expect(tab.chat(student)).toBeVisible();
  await tabTo(tab, 'link', student.name);
  await keyboard.press('Enter');
  await expect(tab.conversation(student)).toBeVisible();
  await tabTo(tab, 'textbox', 'Сообщение');
  await keyboard.type('без мыши');
  await keyboard.press('Enter');
  // Not while it is being sent: the sent one is drawn anew.
  await expect(tab.message('без мыши').getByText('отправлено')).toBeAttached();

  await keyboard.press('Shift+Tab');
  await expect(tab.page.getByRole('button', { name: 'Прикрепить', exact: true })).toBeFocused();
  await keyboard.press('Shift+Tab');
  await expect(tab.conversation(student)).toBeFocused();
  await keyboard.press('ArrowUp');
  await expect(tab.message('без мыши')).toBeFocused();
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  const menu = tab.page.getByRole('menu', { name: 'Действия с сообщением' });
  await expect(menu).toBeVisible();
  await keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(tab.message('без мыши')).toBeVisible();
  const focused = tab.page.locator(':focus');
  await expect(focused).toHaveAccessibleName('Действия с сообщением');
});

test('a session that was ended elsewhere leads to signing in', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.conversation(student)).toBeVisible();
  const cookies = await tab.page.context().cookies();
  const token = cookies.find(({ name }) => name === 'access_token')?.value ?? '';

  await school.call('POST', '/api/auth/logout', { token });

  await expect(tab.signInButton).toBeVisible();
  await tab.signIn(teacher);
  await expect(tab.conversation(student)).toBeVisible();
});

test('an access token that ran out is renewed without a word', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.conversation(student)).toBeVisible();
  await tab.page.context().clearCookies({ name: 'access_token' });
  await tab.send('с новым пропуском');
  await expect
    .poll(async () => (await school.messages(chatId)).map(({ content }) => content))
    .toEqual(['с новым пропуском']);
  await tab.page.context().clearCookies({ name: 'access_token' });
  await tab.page.reload();
  await expect(tab.message('с новым пропуском')).toBeVisible();
});

test('whoever signs in next sees nothing of whoever was there before', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const other = await school.person({ role: 'student' });
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await tab.send('личное');
  await expect(tab.message('личное')).toBeVisible();
  await tab.composer.fill('недописанное');
  await tab.signOutButton.click();
  await expect(tab.dialog).toContainText('Есть черновики сообщений');
  await tab.dialog.getByRole('button', { name: 'Отмена', exact: true }).click();
  await expect(tab.composer).toHaveValue('недописанное');
  await tab.signOutButton.click();
  await tab.dialog.getByRole('button', { name: 'Выйти', exact: true }).click();
  await expect(tab.signInButton).toBeVisible();
  await tab.page.goto('/');
  await tab.signIn(other);
  await expect(tab.sections).toBeVisible();
  await expect(tab.chat(student)).toHaveCount(0);
  const stored = await tab.page.evaluate(() => JSON.stringify(localStorage));
  expect(stored).not.toContain('недописанное');
  await tab.signOut();
  await tab.signIn(teacher);
  await tab.openChat(student);
  // The draft is the user's, on all their devices.
  await expect(tab.composer).toHaveValue('недописанное');
});

test('whoever signs out before everything is sent is asked first', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.conversation(student)).toBeVisible();
  await tab.refuseMessages();
  await tab.send('не ушло');
  await expect(tab.message('не ушло').getByRole('button', { name: 'Повторить' })).toBeVisible();
  await tab.signOutButton.click();
  await tab.dialog.getByRole('button', { name: 'Отмена', exact: true }).click();
  await expect(tab.message('не ушло')).toBeVisible();
  await tab.signOutButton.click();
  await tab.dialog.getByRole('button', { name: 'Выйти', exact: true }).click();
  await expect(tab.signInButton).toBeVisible();
  await tab.page.unrouteAll();
  await tab.signIn(teacher);
  await tab.openChat(student);
  await expect(tab.message('не ушло')).toHaveCount(0);
  expect(await school.messages(chatId)).toEqual([]);
});

/** Presses Tab until the focus is on something of this role and name. */
async function tabTo(tab: Tab, role: 'link' | 'button' | 'textbox', name: string, key = 'Tab') {
  const target = tab.page.getByRole(role, { name, exact: true }).and(tab.page.locator(':focus'));
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await target.count()) > 0) return;
    await tab.page.keyboard.press(key);
  }
  throw new Error(`no way to ${role} ${name} by ${key}`);
}
