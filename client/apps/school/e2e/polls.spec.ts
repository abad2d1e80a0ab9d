/** Polls: made, voted in by others, and closed. */
import { expect, test } from './support/test.ts';

test('a poll is made, voted in by another person, and closed', async ({ openBoth }) => {
  const [hers, his] = await openBoth();
  await hers.page.getByRole('button', { name: 'Прикрепить' }).click();
  await hers.page.getByRole('menuitem', { name: 'Опрос' }).click();
  await hers.dialog.getByLabel('Вопрос').fill('Когда урок?');
  await hers.dialog.getByLabel('Вариант 1', { exact: true }).fill('В среду');
  await hers.dialog.getByLabel('Вариант 2', { exact: true }).fill('В среду');
  await hers.dialog.getByRole('button', { name: 'Отправить' }).click();
  await expect(hers.dialog).toContainText('Варианты не должны повторяться');
  await hers.dialog.getByLabel('Вариант 2', { exact: true }).fill('В пятницу');
  await hers.dialog.getByRole('button', { name: 'Отправить' }).click();
  await expect(hers.dialog).toBeHidden();

  const option = (tab: typeof hers, name: string) =>
    tab.message('Когда урок?').getByRole('button', { name });
  await option(his, 'В пятницу: 0').click();
  await expect(option(his, 'В пятницу: 1 голос')).toHaveAttribute('aria-pressed', 'true');
  await expect(option(hers, 'В пятницу: 1 голос')).toHaveAttribute('aria-pressed', 'false');
  await option(his, 'В среду: 0').click();
  await expect(option(hers, 'В среду: 1 голос')).toBeVisible();
  await expect(option(hers, 'В пятницу: 0')).toBeVisible();
  await his.message('Когда урок?').getByRole('button', { name: 'Отозвать голос' }).click();
  await expect(option(hers, 'В среду: 0')).toBeVisible();
  await option(his, 'В среду: 0').click();

  await hers.message('Когда урок?').getByRole('button', { name: 'Кто голосовал' }).click();
  await expect(hers.dialog.getByRole('listitem')).toHaveCount(1);
  await hers.dialog.getByRole('button', { name: 'Закрыть' }).click();
  await hers.messageAction('Когда урок?', 'Завершить опрос');
  await expect(his.message('Когда урок?')).toContainText('Опрос завершён');
  await expect(option(his, 'В пятницу: 0')).toBeDisabled();
});
