import { boxAtRest } from '@vestnik/testing';
import { expectAccessible, WCAG_22_AA } from '@vestnik/testing/axe';

import { ANNA, DMITRY, expect, MAKSIM, test } from './support/test.ts';

const RULES = { tags: [...WCAG_22_AA, 'best-practice'] };
const SIZES = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

test('the chat fits every width, theme and language without findings', async ({ open }) => {
  const anna = await open(ANNA, { reducedMotion: 'reduce' });
  const { page } = anna;
  const title = 'Подготовка к олимпиаде по математике среди первокурсников';
  await anna.createGroup(title, [MAKSIM, DMITRY]);
  await anna.send('Коллеги, https://example.org/olympiad — здесь задачи прошлых лет. 👍');
  await anna.send('Д'.repeat(90));
  await anna.messageAction('Коллеги', 'Ответить');
  await anna.send('И решения к ним');
  await anna.isSent('И решения');

  const expectToFit = async (what: string): Promise<void> => {
    const tooWide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(tooWide, what).toBeLessThanOrEqual(0);
  };
  await expectAccessible(page, 'a conversation', RULES);
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await expectToFit(`a conversation at ${size.width}`);
  }
  await anna.about(title);
  await expectAccessible(page, 'the members', RULES);
  await anna.dialog.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await page.getByRole('button', { name: 'Уведомления', exact: true }).click();
  await expect(anna.dialog.getByRole('switch')).toBeVisible();
  await expectAccessible(page, 'the notifications', RULES);
  await anna.dialog.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await page.setViewportSize({ width: 320, height: 640 });
  await page.getByRole('link', { name: 'Back to chats', exact: true }).click();
  await expectToFit('the list at 320');
  await page.getByRole('button', { name: 'New chat', exact: true }).click();
  await page.getByText('Group', { exact: true }).click();
  await expectToFit('a new group at 320');
  // Its label does not touch the control above.
  const kind = await boxAtRest(anna.dialog.getByRole('group', { name: 'Chat type' }));
  const label = await boxAtRest(anna.dialog.getByText('Group name', { exact: true }));
  expect(label.y - kind.y - kind.height).toBeGreaterThanOrEqual(8);
  await expectAccessible(page, 'a new group in English', RULES);
});
