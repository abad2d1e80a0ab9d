/** Messages that are sent without a sound, and those that are sent later. */
import { countNotes, notes, unfocus } from '@vestnik/testing/alerts';

import { expect, type SchoolPage, test } from './support/test.ts';

/** Chooses another way to send what is written, by the menu of the button that sends. */
async function sendBy(tab: SchoolPage, text: string, way: string): Promise<void> {
  await tab.composer.click();
  await tab.composer.fill(text);
  // It is loaded with the first input.
  await expect(optionsButton(tab)).toBeVisible();
  await tab.sendButton.click({ button: 'right' });
  await tab.page.getByRole('menuitem', { name: way, exact: true }).click();
}

function optionsButton({ page }: SchoolPage) {
  return page.getByRole('button', { name: 'Параметры отправки', exact: true });
}

/** The button over the composer that opens the list. */
function scheduledButton({ page }: SchoolPage, count: number) {
  return page.getByRole('button', { name: `Запланировано: ${count}`, exact: true });
}

test('a silent message is marked for both and makes no sound', async ({ openBoth }) => {
  const [hers, his] = await openBoth();
  await countNotes(his.composer);
  await unfocus(his.page);
  await sendBy(hers, 'Тихое', 'Отправить без звука');
  await expect(hers.composer).toBeFocused();
  await expect(hers.composer).toHaveValue('');
  for (const tab of [hers, his]) {
    const mark = tab.message('Тихое').getByRole('img', { name: 'без звука', exact: true });
    await expect(mark).toBeVisible();
  }
  await hers.send('Громкое');
  // By then the one before it has been silent.
  await expect.poll(() => notes(his.page)).toBe(2);
  await expect(his.message('Громкое').getByRole('img', { name: 'без звука' })).toHaveCount(0);
});

test('a message is scheduled, changed, sent at once, and another one deleted', async ({
  openBoth,
  watch,
}) => {
  // A request that arrives after the moment that it asked for is repeated with a later one.
  watch.expectErrors(/status of 400 .*\/scheduled\/\d+$/);
  const [hers, his] = await openBoth();
  await hers.composer.click();
  await hers.composer.fill('Потом');
  await optionsButton(hers).focus();
  await hers.page.keyboard.press('Enter');
  const item = hers.page.getByRole('menuitem', { name: 'Запланировать…', exact: true });
  await item.press('Enter');
  await test.step('the past is refused', async () => {
    await hers.dialog.getByLabel('Дата', { exact: true }).fill('2020-01-01');
    await hers.dialog.getByRole('button', { name: 'Запланировать', exact: true }).click();
    await expect(hers.dialog.getByRole('alert')).toContainText('Это время уже прошло');
  });
  await test.step('a suggested time is taken', async () => {
    await hers.dialog.getByRole('button', { name: 'Завтра в 9:00', exact: true }).click();
    await expect(hers.dialog.getByLabel('Время', { exact: true })).toHaveValue('09:00');
    await hers.dialog.getByRole('button', { name: 'Запланировать', exact: true }).click();
    await expect(hers.dialog).toBeHidden();
    await expect(hers.composer).toBeFocused();
    await expect(hers.composer).toHaveValue('');
  });

  const list = hers.page.getByRole('dialog', { name: 'Запланированные сообщения' });
  await test.step('another text', async () => {
    await scheduledButton(hers, 1).click();
    await expect(list.getByRole('listitem')).toContainText('Завтра, 09:00');
    await list.getByRole('button', { name: 'Изменить', exact: true }).click();
    const change = hers.page.getByRole('dialog', { name: 'Изменить сообщение' });
    await change.getByLabel('Текст сообщения', { exact: true }).fill('Другое');
    await change.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await expect(change).toBeHidden();
    await expect(list.getByRole('listitem')).toContainText('Другое');
  });
  await test.step('it is sent at once', async () => {
    await list.getByRole('button', { name: 'Отправить сейчас', exact: true }).click();
    await expect(his.message('Другое')).toBeVisible();
    await expect(list).toContainText('Запланированных сообщений нет.');
    await list.getByRole('button', { name: 'Закрыть', exact: true }).click();
    await expect(hers.composer).toBeFocused();
    await expect(hers.message('Другое')).toHaveCount(1);
  });
  await test.step('another one is deleted', async () => {
    await sendBy(hers, 'Лишнее', 'Запланировать…');
    await hers.dialog.getByRole('button', { name: 'Запланировать', exact: true }).click();
    await scheduledButton(hers, 1).click();
    await list.getByRole('button', { name: 'Удалить', exact: true }).click();
    const question = hers.page.getByRole('dialog', { name: 'Удалить запланированное сообщение?' });
    await question.getByRole('button', { name: 'Удалить', exact: true }).click();
    await expect(question).toBeHidden();
    await expect(list.getByRole('listitem')).toHaveCount(0);
  });
});

test('a refused message says why, and is deleted', async ({ openBoth, pair, school }) => {
  const [hers] = await openBoth();
  await sendBy(hers, 'Не дойдёт', 'Запланировать…');
  await hers.dialog.getByRole('button', { name: 'Запланировать', exact: true }).click();
  await expect(scheduledButton(hers, 1)).toBeVisible();
  await school.sql(`
    INSERT INTO events (chat_id, kind, actor_id, payload)
    SELECT s.chat_id, 'scheduled_failed', s.user_id,
           jsonb_build_object('scheduled_id', s.id, 'code', 'blocked')
    FROM scheduled_messages AS s
    WHERE s.user_id = ${pair.teacher.id} AND s.state = 'waiting';
  `);
  await expect(hers.page.getByRole('alert')).toContainText('Не отправлено: 1');
  await scheduledButton(hers, 1).click();
  await expect(hers.dialog.getByRole('listitem')).toContainText('Собеседник заблокировал вас');
});
