/** What one writes and the other sees, on two replicas, beyond `features.spec.ts`. */
import { expect, test } from './support/test.ts';

test('formatting, formulas and edits by ↑ reach the other side', async ({ openBoth }) => {
  const [hers, his] = await openBoth();
  await hers.composer.fill(
    '**Важно**: _читать_ `const x` и $\\frac{1}{2}$\n- раз\n- два\n> цитата',
  );
  await hers.composer.press('Enter');
  const message = his.message('Важно');
  await expect(message.locator('strong')).toHaveText('Важно');
  await expect(message.locator('em')).toHaveText('читать');
  await expect(message.locator('code')).toHaveText('const x');
  await expect(message.locator('math')).toBeVisible();
  await expect(message.getByRole('listitem')).toHaveText(['раз', 'два']);
  await expect(message.locator('blockquote')).toContainText('цитата');

  await hers.composer.press('ArrowUp');
  await hers.composer.fill('**Важнее** прежнего');
  await hers.composer.press('Enter');
  await expect(his.message('Важнее')).toContainText('изменено');
  await expect(his.message('Важнее').locator('strong')).toHaveText('Важнее');
  await expect(his.message('читать')).toHaveCount(0);
});

test('groups show mentions, typing and readers', async ({
  open,
  pair: { teacher, student },
  replicas,
  school,
}) => {
  const other = await school.person({ role: 'student' });
  const { id: group } = await school.request<{ id: number }>('POST', '/v1/school/chats', {
    token: teacher.token,
    body: { type: 'group', title: 'Девятый класс', user_ids: [student.id, other.id] },
  });
  const hers = await open(teacher, { at: replicas[0], path: `/chats/${group}` });
  const his = await open(student, { at: replicas[1] });
  const link = his.chats.getByRole('link', { name: 'Девятый класс', exact: true });
  await hers.composer.pressSequentially('Ответит @');
  await hers.page.getByRole('option', { name: student.name }).click();
  await hers.composer.press('Enter');
  await expect(link.getByRole('img', { name: 'Упоминаний: 1' })).toBeVisible();
  await link.click();
  const mention = his.message('Ответит');
  await expect(mention.getByText(`@${student.name}`)).toBeVisible();
  await expect(link.getByRole('img', { name: 'Упоминаний: 1' })).toHaveCount(0);

  await hers.messageAction('Ответит', 'Кто прочитал');
  await expect(hers.dialog.getByText(student.name)).toBeVisible();
  await expect(hers.dialog.getByText(other.name)).toHaveCount(0);
  await hers.page.keyboard.press('Escape');
  await his.composer.pressSequentially('Да');
  await expect(hers.page.getByText(`${student.name} печатает…`).first()).toBeVisible();
});

test('the search leads the other person far back', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
}) => {
  await school.send(chatId, teacher, 'Теорема Пифагора: начало');
  await school.seedHistory(chatId, 300);
  const his = await open(student, { at: replicas[1] });
  await his.openChat(teacher);
  await his.page.keyboard.press('Control+Shift+F');
  const panel = his.page.getByRole('region', { name: 'Поиск по сообщениям' });
  await panel.getByRole('searchbox').fill('теоремы пифагора');
  await panel.getByRole('listitem').getByRole('button').click();
  await expect(his.message('Теорема Пифагора: начало')).toBeInViewport();
  await expect(his.page).toHaveURL(/message=\d+/);
});
