/** The shop as it looks, for the README. */
import { fileURLToPath } from 'node:url';

import { expect, SOFIA, test } from './support/test.ts';

const FOLDER = fileURLToPath(new URL('../../../screenshots/', import.meta.url));

test('a buyer’s window on a phone, the inbox on a desk', async ({ buyer, seller }) => {
  const desk = await buyer(3, { colorScheme: 'light' });
  await desk.openChat();
  await desk.send('Добрый день! Чек сохранился?');
  const sells = await seller(SOFIA, { colorScheme: 'light' });
  await sells.open(await desk.guestName());
  await sells.send('Да, и коробка. Гарантия до марта.');
  const phone = await buyer(3, {
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await phone.openChat();
  await phone.send('Здравствуйте! 5 < 7 & 8?');
  await expect(sells.row(await phone.guestName())).toBeVisible();
  await desk.send('Тогда заберу завтра после шести 👍');
  await expect(sells.message('заберу')).toBeVisible();
  await phone.page.screenshot({ path: `${FOLDER}shop-phone-dark.png`, caret: 'hide' });
  await desk.page.screenshot({ path: `${FOLDER}shop-desk-light.png`, caret: 'hide' });
  await sells.page.screenshot({ path: `${FOLDER}shop-inbox-light.png`, caret: 'hide' });
});
