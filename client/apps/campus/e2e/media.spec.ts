/** What campus has since it is a layer over the SDK and the kit. */
import { readFile } from 'node:fs/promises';

import { PICTURE } from '@vestnik/testing/chatPage';
import { ALISA, ANNA, DMITRY, expect, MAKSIM, POLINA, test } from './support/test.ts';

test('a file and a picture arrive on the other replica', async ({ open, replicas }) => {
  const anna = await open(ANNA, { at: replicas[0] });
  const maksim = await open(MAKSIM, { at: replicas[1] });
  await anna.createPrivate(MAKSIM);
  await maksim.open(ANNA.name);
  await anna.attachFiles(
    { name: 'план.txt', mimeType: 'text/plain', buffer: Buffer.from('Понедельник') },
    { name: 'доска.png', mimeType: 'image/png', buffer: PICTURE },
  );
  await anna.send('Материалы');
  await anna.isSent('Материалы');
  const received = maksim.message('Материалы');
  await expect(received).toContainText('план.txt');
  const picture = received.getByRole('link', { name: 'Открыть изображение: доска.png' });
  await expect(picture).toBeVisible();
  // The token is in a header, which the browser's own request of an image does not have.
  const isDrawn = () =>
    picture
      .locator('img')
      .evaluate((image) => (image as HTMLImageElement).naturalWidth)
      .catch(() => 0);
  await expect.poll(isDrawn).toBeGreaterThan(0);
  const [download] = await Promise.all([
    maksim.page.waitForEvent('download'),
    received.getByRole('link', { name: /план\.txt/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('план.txt');
  expect(await readFile(await download.path(), 'utf8')).toBe('Понедельник');
  await picture.click();
  const viewer = maksim.page.locator('.pswp');
  await expect(viewer.locator('img.pswp__img').first()).toBeVisible();
  // It cannot be closed while it opens.
  await expect(async () => {
    await maksim.page.keyboard.press('Escape');
    await expect(viewer).toHaveCount(0, { timeout: 500 });
  }).toPass();
});

test('a failed download shows an error and can be retried', async ({ open, watch }) => {
  watch.networkMayFail = true;
  const anna = await open(ANNA);
  await anna.createPrivate(ALISA);
  const file = { name: 'список.txt', mimeType: 'text/plain', buffer: Buffer.from('Вторник') };
  await anna.attachFiles(file);
  await anna.send('Список');
  await anna.isSent('Список');
  const link = anna.message('Список').getByRole('link', { name: /список\.txt/ });
  let answer: () => void = () => undefined;
  const isAsked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await anna.page.route('**/attachments/**', async (route) => {
    await isAsked;
    await route.abort();
  });
  await link.click();
  await expect(link).toHaveAttribute('aria-busy', 'true');
  answer();
  await expect(link.getByRole('alert')).toContainText('Не удалось скачать');
  await anna.page.unroute('**/attachments/**');
  const [download] = await Promise.all([anna.page.waitForEvent('download'), link.click()]);
  expect(await readFile(await download.path(), 'utf8')).toBe('Вторник');
  await expect(link.getByRole('alert')).toHaveCount(0);
});

test('a draft appears on the second device until sent', async ({ open, replicas }) => {
  const desk = await open(POLINA, { at: replicas[0] });
  await desk.createPrivate(DMITRY);
  await desk.send('Здравствуйте');
  await desk.isSent('Здравствуйте');
  const phone = await open(POLINA, { at: replicas[1], viewport: { width: 390, height: 844 } });
  await desk.composer.fill('Не забыть справку');
  await expect(phone.conversation(DMITRY.name)).toContainText('Не забыть справку');
  await phone.open(DMITRY.name);
  await expect(phone.composer).toHaveValue('Не забыть справку');
  await phone.composer.press('Enter');
  await phone.isSent('Не забыть справку');
  await expect(desk.message('Не забыть справку')).toBeVisible();
  await expect(desk.composer).toHaveValue('');
});

test('an offline reload shows names, list and history unchanged', async ({ open, watch }) => {
  const anna = await open(ANNA);
  const { page } = anna;
  await anna.createGroup('Деканат', [DMITRY, ALISA]);
  await anna.send('Расписание готово');
  await anna.isSent('Расписание готово');
  await anna.createPrivate(DMITRY);
  await anna.send('До связи');
  await anna.isSent('До связи');
  // The copy is stored after a pause.
  await expect
    .poll(() => page.evaluate(() => indexedDB.databases().then((found) => found.length)))
    .toBeGreaterThan(0);
  await anna.copiesHave('До связи');

  watch.networkMayFail = true;
  await page.route(/\/(v1|api)\//, (route) => route.abort());
  await page.reload();
  await expect(anna.message('До связи')).toBeVisible();
  await expect(anna.conversation(DMITRY.name)).toContainText('До связи');
  await expect(anna.conversation('Деканат')).toContainText('Расписание готово');
  await expect(page.getByRole('heading', { name: DMITRY.name })).toBeVisible();
  await expect(page.getByText('Удалённый пользователь')).toHaveCount(0);
  await anna.send('Без сети');
  await expect(anna.message('Без сети')).toBeVisible();

  await page.unroute(/\/(v1|api)\//);
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await anna.isSent('Без сети');
  await expect(anna.lost).toHaveCount(0);
});

test('the next user sees no data of the previous one', async ({ open, watch }) => {
  const anna = await open(ANNA);
  const { page } = anna;
  await anna.createPrivate(ALISA);
  await anna.send('Только для Алисы');
  await anna.isSent('Только для Алисы');
  await anna.copiesHave('Только для Алисы');
  const stored = await page.evaluate(() => localStorage.getItem('auth_data') ?? '');
  await page.getByRole('button', { name: 'Выйти', exact: true }).click();
  await anna.signIn(MAKSIM);
  await expect(page.getByText('Только для Алисы')).toHaveCount(0);
  const next = await page.evaluate(() => localStorage.getItem('auth_data') ?? '');
  expect(next).not.toBe(stored);

  watch.networkMayFail = true;
  await page.route(/\/(v1|api)\//, (route) => route.abort());
  await page.reload();
  await expect(page.getByText(MAKSIM.name).first()).toBeVisible();
  await expect(page.getByText('Только для Алисы')).toHaveCount(0);
});

test('the search leads the other person far back', async ({ open, replicas }) => {
  const anna = await open(ANNA, { at: replicas[0] });
  await anna.createPrivate(POLINA);
  await anna.send('Конференция состоится весной');
  await anna.isSent('Конференция состоится весной');
  await anna.sendAll(Array.from({ length: 60 }, (_, n) => `Доклад ${n + 1}.`));
  const polina = await open(POLINA, { at: replicas[1] });
  await polina.createPrivate(MAKSIM);
  const { page } = polina;
  await page.getByRole('button', { name: 'Поиск по сообщениям', exact: true }).first().click();
  await page.getByRole('searchbox', { name: 'Поиск по сообщениям' }).fill('конференции');
  await page
    .getByRole('button', { name: /Конференция/ })
    .first()
    .click();
  await expect(polina.message('Конференция состоится весной')).toBeInViewport();
  await expect(page.getByRole('heading', { name: ANNA.name })).toBeVisible();
});
