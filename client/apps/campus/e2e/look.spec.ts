import AxeBuilder from '@axe-core/playwright';

import { ANNA, DMITRY, expect, MAKSIM, test } from './support/test.ts';

const SIZES = [
  { width: 320, height: 640 },
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
];

test('nothing is cut off and nothing hinders, in any size, theme and language', async ({
  open,
}, info) => {
  const anna = await open(ANNA);
  const { page } = anna;
  const title = 'Подготовка к олимпиаде по математике среди первокурсников';
  await anna.createGroup(title, [MAKSIM, DMITRY]);
  await anna.send('Коллеги, https://example.org/olympiad — здесь задачи прошлых лет. 👍');
  await anna.send('Д'.repeat(90));
  await anna.act('Коллеги', 'Ответить');
  await anna.send('И решения к ним');
  await expect(anna.message('И решения')).toContainText('отправлено');

  const look = async (name: string): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations, name).toEqual([]);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide, name).toBeLessThanOrEqual(0);
    await page.screenshot({ path: info.outputPath(`${name}.png`) });
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await look(`conversation-${colorScheme}-${size.width}`);
    }
  }
  await page.getByRole('button', { name: 'О беседе', exact: true }).click();
  await look('about');
  await anna.dialog.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await page.setViewportSize({ width: 390, height: 844 });
  await look('english-390');
  await page.getByRole('button', { name: 'Back to conversations', exact: true }).click();
  await page.getByRole('button', { name: 'New conversation', exact: true }).click();
  await page.getByText('Group', { exact: true }).click();
  await look('english-new-390');
  await page.keyboard.press('Escape');
  await look('english-list-390');
});
