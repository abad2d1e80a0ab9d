import { expect, test } from './support/test.ts';

test('signs in, continues to the requested page and signs out', async ({
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

test('a wrong password shows an error', async ({ open, pair: { teacher, student }, watch }) => {
  watch.networkMayFail = true;
  const tab = await open(null);
  await tab.signIn({ ...teacher, password: 'не тот' });
  await expect(tab.page.getByRole('alert')).toContainText('Неверный e-mail или пароль');
  await tab.signIn(teacher);
  await expect(tab.chat(student)).toBeVisible();
});

test('a session that ended elsewhere leads to the sign-in', async ({
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

  await school.request('POST', '/api/auth/logout', { token });

  await expect(tab.signInButton).toBeVisible();
  await tab.signIn(teacher);
  await expect(tab.conversation(student)).toBeVisible();
});

test('an expired access token is renewed silently', async ({
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

test('the next user sees no data of the previous one', async ({
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

test('signing out with unsent messages asks first', async ({
  open,
  pair: { teacher, student, chatId },
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.conversation(student)).toBeVisible();
  await tab.rejectMessages();
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
