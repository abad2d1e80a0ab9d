/** The campus as it looks, for the README. */
import { fileURLToPath } from 'node:url';

import { ANNA, DMITRY, expect, MAKSIM, POLINA, test } from './support/test.ts';

const FOLDER = fileURLToPath(new URL('../../../screenshots/', import.meta.url));

test('a group, on a desk and a phone', async ({ open }) => {
  const desk = await open(ANNA, { colorScheme: 'light', reducedMotion: 'reduce' });
  await desk.createPrivate(DMITRY);
  await desk.send('Дмитрий Сергеевич, аудитория свободна в среду?');
  await desk.createGroup('Олимпиада: первый курс', [MAKSIM, POLINA]);
  await desk.send('Коллеги, задачи прошлых лет: https://example.org/olympiad');
  const phone = await open(MAKSIM, {
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await phone.open('Олимпиада: первый курс');
  await phone.composer.fill('Спасибо! Третью можно решить без интегралов');
  await phone.page.getByRole('button', { name: 'Отправить', exact: true }).tap();
  await desk.messageAction('Третью', 'Ответить');
  await desk.send('Покажете в пятницу? 👍');
  await expect(phone.message('Покажете')).toBeVisible();
  await phone.page.screenshot({ path: `${FOLDER}campus-phone-dark.png`, caret: 'hide' });
  await phone.composer.pressSequentially('Да');
  await expect(desk.page.getByText('печатает…').first()).toBeVisible();
  await desk.page.mouse.move(0, 0);
  await desk.page.screenshot({ path: `${FOLDER}campus-desk-light.png`, caret: 'hide' });
});
