/** The operator's desk, for admins of the school. */
import { readFile } from 'node:fs/promises';

import { expectAccessible } from '@vestnik/testing/axe';
import type { Person, School } from '@vestnik/testing';

import { expectNoOverflow } from './support/overflow.ts';
import { expect, test } from './support/test.ts';

test('an unanswered chat is listed until its answer', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Можно перенести занятие?');
  await school.send(chatId, student, 'Например, на четверг');
  const admin = await open(school.admin);
  await admin.sections.getByRole('link', { name: 'Обзор', exact: true }).click();
  await expect(admin.page.getByRole('heading', { name: 'Обзор', level: 1 })).toBeFocused();
  const waiting = admin.page
    .getByRole('list', { name: 'Чаты без ответа' })
    .getByRole('listitem')
    .filter({ hasText: student.name });
  await expect(waiting).toContainText('Например, на четверг');
  await expect(waiting).toContainText(`Спрашивает: ${student.name}`);
  await expect(waiting).toContainText(`Не ответил: ${teacher.name}`);
  await expect(waiting).toContainText('Сообщений: 2');
  await expect(waiting).toContainText(/Ждёт \d+ с/);
  await expect(waiting.getByRole('link', { name: /^Открыть чат/ })).toHaveAttribute(
    'href',
    `/chats/${chatId}`,
  );
  await school.send(chatId, teacher, 'Конечно');
  await expect(waiting).toHaveCount(0);
});

test('charts and tables show messages and response times by day', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Вопрос');
  await school.send(chatId, teacher, 'Ответ');
  const { page } = await open(school.admin, { path: '/desk?view=statistics' });
  const totals = page.locator('dl[aria-label="Всего за период"]');
  await expect(totals).toContainText(/Сообщений\s*[1-9]/);
  await expect(totals).toContainText(/Ответов\s*[1-9]/);
  const chart = page.getByRole('figure', { name: 'Сообщения по дням' });
  await expect(chart.locator('svg')).toBeVisible();
  await chart.getByText('Показать таблицей').click();
  const rows = chart.getByRole('table', { name: 'Сообщения по дням' }).getByRole('row');
  await expect(rows).toHaveCount(31);
  await expect(rows.last().getByRole('cell')).toHaveText(/^[1-9]\d*$/);
  await page.getByText('7 дней', { exact: true }).click();
  await expect(rows).toHaveCount(8);
});

test('the audit history shows edited and deleted texts', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await changedHistory(school, chatId, teacher, student);
  const { page } = await open(school.admin, { path: '/desk?view=audit' });
  await page.getByRole('searchbox', { name: 'Найти чат' }).fill(student.name);
  await page.getByRole('list', { name: 'Чаты' }).getByRole('link').first().click();
  const events = page.getByRole('region', { name: 'События' }).getByRole('listitem');
  const edit = events.filter({ has: page.locator('ins') });
  await expect(edit.locator('del')).toHaveText('удалено: пять');
  await expect(edit.locator('ins')).toHaveText('добавлено: шесть');
  await expect(events.filter({ hasText: 'позже изменено' })).toContainText('Приду в пять');
  const deletion = events
    .filter({ has: page.locator('del') })
    .filter({ hasNot: page.locator('ins') });
  await expect(deletion.locator('del')).toHaveText('лишнее');
  await expect(deletion).toContainText(student.name);
});

test('the slider shows past states of a chat by keyboard', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await changedHistory(school, chatId, teacher, student);
  const { page } = await open(school.admin, { path: `/desk?view=audit&chat=${chatId}` });
  const slider = page.getByRole('slider', { name: 'Момент времени' });
  const past = page.getByRole('region', { name: 'Чат в этот момент' });
  const messages = past.getByRole('listitem');
  await expect(messages).toHaveCount(2);
  await expect(messages.first()).toContainText('Приду в шесть');
  await expect(messages.first()).toContainText('изменено');
  const texts = async (): Promise<string> => (await messages.allInnerTexts()).join('\n');

  await slider.focus();
  const last = Number(await slider.inputValue());
  const goBackTo = async (text: string): Promise<void> => {
    for (let step = 0; step < last && !(await texts()).includes(text); step += 1) {
      await page.keyboard.press('ArrowLeft');
      await expect(past.locator('[aria-busy=true]')).toHaveCount(0);
    }
    expect(await texts()).toContain(text);
  };
  await goBackTo('лишнее');
  await goBackTo('Приду в пять');
  expect(Number(await slider.inputValue())).toBeLessThan(last);
  await expect(slider).toHaveAttribute('aria-valuetext', /событие \d+ из \d+/);
  const shown = page.url();
  await page.reload();
  await expect(messages.first()).toContainText('Приду в пять');
  expect(page.url()).toBe(shown);

  await slider.focus();
  await page.keyboard.press('Home');
  await expect(past).toContainText('Сообщений тогда не было.');
  await page.getByRole('button', { name: 'Проиграть события' }).click();
  await expect(messages.first()).toContainText('Приду в пять');
  await expect(messages.first()).toContainText('Приду в шесть');
  await expect(slider).toHaveValue(String(last));
  await expect(page.getByRole('button', { name: 'Проиграть события' })).toBeVisible();
});

test('the badge explains the proof and verifies the log', async ({ open, pair, school, watch }) => {
  await school.send(pair.chatId, pair.student, 'Будет запечатано');
  const { page, dialog } = await open(school.admin, { path: '/desk' });
  await page.getByRole('button', { name: /журнал/i }).click();
  await expect(dialog).toContainText('контрольную сумму SHA-256');
  const verify = dialog.getByRole('button', { name: 'Проверить сейчас' });
  await verify.click();
  await expect(verify).not.toHaveAttribute('aria-disabled', 'true');
  await expect(dialog).toContainText(/Проверено до события\s*[1-9]/);
  await verify.click();
  await expect(dialog.getByRole('alert')).toContainText('меньше минуты назад');
  expect(watch.takeErrors(/status of 429/)).toHaveLength(1);
  await dialog.getByRole('button', { name: 'Закрыть' }).click();
  await expect(page.getByRole('button', { name: /^Журнал цел до события/ })).toBeVisible();
});

test('a history is downloaded in three formats, with deleted texts', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await changedHistory(school, chatId, teacher, student);
  const { page } = await open(school.admin, { path: `/desk?view=audit&chat=${chatId}` });
  for (const [button, ending] of [
    ['HTML для чтения', '.html'],
    ['CSV для таблиц', '.csv'],
    ['JSON Lines для программ', '.jsonl'],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`\\${ending}$`));
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain('лишнее');
    expect(text).toContain('Приду в пять');
  }
});

test('erasing a person shows a preview and needs their name', async ({ open, pair, school }) => {
  const { student, chatId } = pair;
  await school.send(chatId, student, 'Мои данные');
  const { page, dialog } = await open(school.admin, { path: '/desk?view=erasure' });
  const person = page.getByRole('combobox', { name: 'Чьи данные удалить' });
  await person.pressSequentially(student.name);
  await page.getByRole('option', { name: student.name }).click();
  const preview = page.getByRole('region', { name: student.name });
  await expect(preview).toContainText(/Сообщения\s*1/);
  await expect(preview).toContainText(student.email);

  const name = preview.getByRole('textbox', { name: 'Чтобы подтвердить, введите имя' });
  const submit = preview.getByRole('button', { name: 'Запросить удаление' });
  await submit.click();
  await expect(name).toBeFocused();
  await name.fill(`${student.name} не та`);
  await submit.click();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await name.fill(student.name);
  await submit.click();
  await expect(preview).toContainText('vestnik erase-user --requested');
  const requests = page.getByRole('list', { name: 'Запросы на удаление' }).getByRole('listitem');
  await expect(requests.filter({ hasText: student.name })).toContainText('Ждёт оператора');

  await preview.getByRole('button', { name: 'Отменить запрос' }).click();
  await dialog.getByRole('button', { name: 'Отменить запрос' }).click();
  await expect(dialog).toBeHidden();
  await expect(name).toBeVisible();
});

test('only an admin can open the desk', async ({ open, pair: { teacher }, school }) => {
  const { page, sections } = await open(teacher, { path: '/desk' });
  await expect(page.getByText('Страница не найдена')).toBeVisible();
  await expect(sections.getByRole('link', { name: 'Обзор' })).toHaveCount(0);
  const refused = school.request('GET', '/v1/school/desk/unanswered', { token: teacher.token });
  await expect(refused).rejects.toMatchObject({ status: 403 });
});

for (const [device, viewport] of [
  ['desk', { width: 1280, height: 800 }],
  ['phone', { width: 390, height: 844 }],
  ['small phone', { width: 320, height: 568 }],
] as const) {
  test(`every view fits a ${device} and axe finds nothing`, async ({
    open,
    pair: { teacher, student, chatId },
    school,
  }) => {
    await changedHistory(school, chatId, teacher, student);
    await school.send(chatId, student, 'Есть вопрос');
    const tab = await open(school.admin, { viewport, reducedMotion: 'reduce' });
    for (const [view, text] of [
      ['unanswered', student.name],
      ['statistics', 'Сообщения по дням'],
      [`audit&chat=${chatId}`, 'Приду в пять'],
      [`erasure&user=${student.id}`, 'Что будет удалено'],
    ] as const) {
      await tab.page.goto(`/desk?view=${view}`);
      await expect(tab.page.getByText(text).first()).toBeVisible();
      await expectAccessible(tab.page, view, { hasCheckedColours: device !== 'desk' });
      await expectNoOverflow(tab.page);
    }
  });
}

/** A message that was edited, an answer, and a message that was deleted. */
async function changedHistory(
  school: School,
  chatId: number,
  teacher: Person,
  student: Person,
): Promise<void> {
  const { id } = await school.send(chatId, student, 'Приду в пять');
  await school.send(chatId, teacher, 'Жду');
  const extra = await school.send(chatId, student, 'лишнее');
  const as = { token: student.token };
  await school.request('PATCH', `/v1/school/messages/${id}`, {
    ...as,
    body: { text: 'Приду в шесть' },
  });
  await school.request('DELETE', `/v1/school/messages/${extra.id}`, as);
}
