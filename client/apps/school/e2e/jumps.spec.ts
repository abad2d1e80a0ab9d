/** Ways through the history of a chat: to a quoted message and back, to a day, to what is new. */
import type { Person } from '@vestnik/testing';

import { expect, test } from './support/test.ts';

/** The statement that adds `n` messages of one person, so far apart, until now. */
function written(author: Person, chatId: number, n: number, apart: string): string {
  return `
    INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
    SELECT ${chatId}, 'message_sent', ${author.id},
           jsonb_build_object('content', 'Запись ' || i || '.'),
           now() - (${n} - i) * interval '${apart}', 'import'
    FROM generate_series(1, ${n}) AS i
    ORDER BY i;
  `;
}

test('going back from a quoted message returns to the reply', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
}) => {
  const asked = await school.send(chatId, student, 'Когда следующий урок?');
  await school.seedHistory(chatId, 120);
  const hers = await open(teacher, { path: `/chats/${chatId}?message=${asked.id}` });
  await hers.messageAction('Когда следующий урок?', 'Ответить');
  await hers.send('В четверг в пять');
  await expect(hers.message('В четверг в пять')).toBeInViewport();
  await school.seedHistory(chatId, 60);
  await school.send(chatId, teacher, 'Самое последнее');

  const his = await open(student, { at: replicas[1] });
  await his.openChat(teacher);
  const reply = his.message('В четверг в пять');
  const toNewest = his.page.getByRole('button', { name: 'К последним сообщениям', exact: true });
  const back = his.page.getByRole('button', { name: 'Вернуться к ответу', exact: true });
  await his.log.evaluate((log) => {
    log.scrollTop = log.scrollHeight;
  });
  await expect(his.message('Самое последнее')).toBeInViewport();
  await his.log.hover();
  await expect(async () => {
    await his.page.mouse.wheel(0, -400);
    await expect(reply).toBeInViewport({ timeout: 100 });
  }).toPass();

  await reply.getByTitle('Перейти к исходному сообщению').click();
  await expect(his.message('Когда следующий урок?').first()).toBeInViewport();
  await expect(reply).not.toBeInViewport();
  await back.click();
  await expect(reply).toBeInViewport();
  await expect(his.message('Самое последнее')).not.toBeInViewport();
  await toNewest.click();
  await expect(his.message('Самое последнее')).toBeInViewport();
  await expect(back).toBeHidden();
});

test('the history opens at a chosen day', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.sql(written(student, chatId, 480, '6 hours'));
  const tab = await open(teacher, { path: `/chats/${chatId}` });
  await expect(tab.log).toBeVisible();
  const days = await tab.page.evaluate(() =>
    [60, 90].map((before) => {
      const day = new Date(Date.now() - before * 86_400_000);
      return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
        .map((number) => String(number).padStart(2, '0'))
        .join('-');
    }),
  );
  const [first = '', second = ''] = days;
  const day = (date: string) => tab.log.locator(`time[datetime="${date}"]`);

  await tab.page.getByRole('button', { name: 'Перейти к дате', exact: true }).first().click();
  await tab.dialog.getByLabel('Дата').fill(first);
  await tab.dialog.getByRole('button', { name: 'Перейти', exact: true }).click();
  await expect(tab.dialog).toBeHidden();
  await expect(day(first)).toBeInViewport();

  await day(first).click();
  await expect(tab.dialog.getByLabel('Дата')).toHaveValue(first);
  await tab.dialog.getByLabel('Дата').fill(second);
  await tab.page.keyboard.press('Enter');
  await expect(day(second)).toBeInViewport();
  await tab.page.getByRole('button', { name: 'К последним сообщениям', exact: true }).click();
  await expect(tab.message('Запись 480.')).toBeInViewport();
});

test('the first new message can be reached from below it', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
}) => {
  await school.sql(written(student, chatId, 100, '1 minute'));
  const tab = await open(teacher, { at: replicas[1] });
  await tab.openChat(student);
  const divider = tab.log.getByText('Новые сообщения', { exact: true });
  const toUnread = tab.page.getByRole('button', {
    name: 'К первому новому сообщению',
    exact: true,
  });
  await expect(divider).toBeInViewport();
  await expect(toUnread).toBeHidden();
  await tab.page.getByRole('button', { name: 'К последним сообщениям', exact: true }).click();
  await expect(tab.message('Запись 100.')).toBeInViewport();
  await toUnread.click();
  await expect(divider).toBeInViewport();
  await expect(toUnread).toBeHidden();
});
