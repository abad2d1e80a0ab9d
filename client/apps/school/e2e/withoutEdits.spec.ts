/** A school as it is by default: messages are deleted, and not edited. */
import { expect, test } from './support/test.ts';

test.use({ realmFiles: { 'school.toml': '' } });

test('a school without edits offers no change of a message', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, teacher, 'Как написано');
  const hers = await open(teacher);
  await hers.openChat(student);
  await hers.openMenu('Как написано');
  await expect(hers.page.getByRole('menuitem', { name: 'Удалить', exact: true })).toBeVisible();
  await expect(hers.page.getByRole('menuitem', { name: 'Изменить', exact: true })).toHaveCount(0);
  await hers.page.keyboard.press('Escape');
  await hers.composer.press('ArrowUp');
  await expect(hers.composer).toHaveValue('');
});
