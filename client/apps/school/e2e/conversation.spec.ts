import { expect, test } from './support/test.ts';

test('Enter sends, Shift+Enter starts a new line', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const tab = await open(teacher);
  await tab.openChat(student);
  await tab.composer.focus();
  const { keyboard } = tab.page;
  await keyboard.type('первая строка');
  await keyboard.press('Shift+Enter');
  await keyboard.type('вторая строка');
  await expect(tab.composer).toHaveValue('первая строка\nвторая строка');
  await keyboard.press('Enter');

  await expect(tab.composer).toHaveValue('');
  await expect(tab.composer).toBeFocused();
  await expect(tab.message('первая строка')).toContainText('вторая строка');
  await expect
    .poll(async () => (await school.messages(chatId)).map(({ content }) => content))
    .toEqual(['первая строка\nвторая строка']);
});

test('spaces alone are not sent', async ({ open, pair: { teacher, student, chatId }, school }) => {
  const tab = await open(teacher);
  await tab.openChat(student);
  await tab.composer.fill('  \n ');
  await tab.composer.press('Enter');
  await expect(tab.sendButton).toHaveCount(0);
  await tab.composer.fill('слово');
  await tab.composer.press('Enter');
  await expect(tab.message('слово')).toBeVisible();
  await expect
    .poll(async () => (await school.messages(chatId)).map(({ content }) => content))
    .toEqual(['слово']);
});

test('sends 10,000 characters and refuses 10,001', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  const tab = await open(teacher);
  await tab.openChat(student);
  await tab.composer.fill('я'.repeat(10_001));
  await expect(tab.sendButton).toBeDisabled();
  await expect(tab.composer).toHaveAttribute('aria-invalid', 'true');
  await tab.composer.fill('я'.repeat(10_000));
  await tab.composer.press('Enter');
  await expect
    .poll(async () => (await school.messages(chatId)).map(({ content }) => content.length))
    .toEqual([10_000]);
});

test('each chat keeps its draft after a reload', async ({
  open,
  pair: { teacher, student },
  school,
}) => {
  const other = await school.person({ role: 'student' });
  await school.chat(teacher, other);
  const tab = await open(teacher);
  await tab.openChat(student);
  await tab.composer.fill('начало мысли');
  await tab.openChat(other);
  await expect(tab.composer).toHaveValue('');
  await tab.composer.fill('другая мысль');
  await tab.openChat(student);
  await expect(tab.composer).toHaveValue('начало мысли');
  await tab.page.reload();
  await expect(tab.composer).toHaveValue('начало мысли');
  await tab.openChat(other);
  await expect(tab.composer).toHaveValue('другая мысль');
  await tab.sendButton.click();
  await expect(tab.message('другая мысль')).toBeVisible();
  await tab.page.reload();
  await expect(tab.conversation(other)).toBeVisible();
  await expect(tab.composer).toHaveValue('');
});

test('only safe addresses become links', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Разбор: https://example.org/урок?n=3&v=a_b, смотрите.');
  await school.send(chatId, student, 'Опасно: javascript:alert(1) и data:text/html,<b>x</b>');
  await school.send(chatId, student, '<img src=x onerror="document.title=\'взлом\'"><b>жирно</b>');
  const tab = await open(teacher);
  await tab.openChat(student);

  const link = tab.message('Разбор').getByRole('link');
  await expect(link).toHaveText('https://example.org/урок?n=3&v=a_b');
  const href = new URL((await link.getAttribute('href')) ?? '');
  expect(href.origin).toBe('https://example.org');
  expect(href.search).toBe('?n=3&v=a_b');
  await expect(link).toHaveAttribute('target', '_blank');
  await expect(link).toHaveAttribute('rel', /noopener/);
  await expect(tab.message('Опасно')).toBeVisible();
  await expect(tab.message('Опасно').getByRole('link')).toHaveCount(0);
  await expect(tab.message('жирно')).toContainText('<img src=x onerror=');
  await expect(tab.message('жирно').locator('img, b')).toHaveCount(0);
  await expect(tab.page).not.toHaveTitle(/взлом/);
});

test('long words and long messages fit a phone', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Ы'.repeat(600));
  await school.send(chatId, student, 'долгая история. '.repeat(600));
  const tab = await open(teacher, {
    path: `/chats/${chatId}`,
    viewport: { width: 320, height: 568 },
  });
  await expect(tab.message('долгая история').first()).toBeVisible();
  const overflow = await tab.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});

test('a chat of other users is not shown', async ({ open, pair: { chatId }, school, watch }) => {
  watch.networkMayFail = true;
  const stranger = await school.person({ role: 'student' });
  const tab = await open(stranger, { path: `/chats/${chatId}` });
  await expect(tab.page.getByText('Чат не найден')).toBeVisible();
  await expect(tab.composer).toHaveCount(0);
});
