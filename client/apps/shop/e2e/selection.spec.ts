/** Selecting, copying, forwarding and deleting messages, between people on two replicas. */
import { expect, MAKSIM, test } from './support/test.ts';

test('selected messages are copied, forwarded and deleted', async ({ buyer, seller, replicas }) => {
  const asks = await buyer(1, { at: replicas[0] });
  await asks.openChat();
  await asks.deliver('Дефектов нет?');
  const other = await buyer(2, { at: replicas[0] });
  await other.openChat();
  await other.deliver('А у этого?');
  const sells = await seller(MAKSIM, {
    at: replicas[1],
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await sells.open(await asks.guestName());
  await sells.deliver('Нет, ни одного');
  await sells.deliver('Всё в коробке');

  await sells.messageAction('Нет, ни одного', 'Выбрать');
  await expect(sells.selection).toContainText('Выбрано 1 сообщение');
  await expect(sells.composer).toBeHidden();
  await sells.message('Дефектов нет?').click();
  await expect(sells.selection.getByRole('button', { name: 'Удалить' })).toBeHidden();
  await sells.page.keyboard.press('Escape');
  await expect(sells.selection).toBeHidden();

  await sells.messageAction('Нет, ни одного', 'Выбрать');
  await sells.message('Всё в коробке').click();
  await sells.selection.getByRole('button', { name: 'Копировать' }).click();
  const copied = 'Нет, ни одного\n\nВсё в коробке';
  expect(await sells.page.evaluate(() => navigator.clipboard.readText())).toBe(copied);
  await expect(sells.composer).toBeVisible();

  await sells.messageAction('Нет, ни одного', 'Выбрать');
  await sells.message('Всё в коробке').click();
  await sells.selection.getByRole('button', { name: 'Переслать' }).click();
  await sells.forwardTo(await other.guestName());
  for (const text of ['Нет, ни одного', 'Всё в коробке']) {
    await expect(other.message(text)).toContainText(`Переслано от: ${MAKSIM}`);
  }

  await sells.messageAction('Нет, ни одного', 'Выбрать');
  await sells.message('Всё в коробке').click();
  await sells.selection.getByRole('button', { name: 'Удалить' }).click();
  const question = sells.page.getByRole('dialog', { name: 'Удалить 2 сообщения?' });
  await question.getByRole('button', { name: 'Удалить' }).click();
  await expect(asks.message('Нет, ни одного')).toHaveCount(0);
  await expect(asks.message('Всё в коробке')).toHaveCount(0);
  await expect(asks.message('Сообщение удалено')).toHaveCount(2);
  await expect(other.message('Всё в коробке')).toBeVisible();
});

test('a forwarded message names its author to every reader', async ({
  buyer,
  seller,
  replicas,
}) => {
  const asks = await buyer(1, { at: replicas[0] });
  await asks.openChat();
  await asks.deliver('Возьму за 37 000');
  const other = await buyer(2, { at: replicas[0] });
  await other.openChat();
  await other.deliver('Мало интереса?');
  const sells = await seller(MAKSIM, { at: replicas[1] });
  await sells.open(await asks.guestName());
  await sells.messageAction('Возьму за 37 000', 'Переслать');
  await sells.forwardTo(await other.guestName());
  const named = `Переслано от: ${await asks.guestName()}`;
  await expect(other.message('Возьму за 37 000')).toContainText(named);
  await sells.open(await other.guestName());
  await expect(sells.message('Возьму за 37 000')).toContainText(named);
});

test('Escape ends a selection before it closes the window', async ({ buyer }) => {
  const asks = await buyer(1);
  await asks.openChat();
  await asks.deliver('Здравствуйте');
  await asks.messageAction('Здравствуйте', 'Выбрать');
  await asks.selection.getByRole('button', { name: 'Переслать' }).click();
  await asks.page.keyboard.press('Escape');
  await expect(asks.selection).toBeVisible();
  await asks.page.keyboard.press('Escape');
  await expect(asks.selection).toBeHidden();
  await expect(asks.composer).toBeVisible();
});
