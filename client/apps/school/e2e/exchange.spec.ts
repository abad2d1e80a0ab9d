/** Links to messages, emoji, code, pictures and voice notes between two people on two replicas. */
import { boxAtRest } from '@vestnik/testing';
import { FAKE_MICROPHONE } from '@vestnik/testing/chatPage';

import { expect, type SchoolPage, test } from './support/test.ts';

test.use({
  permissions: ['microphone'],
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...FAKE_MICROPHONE] });
  },
});

test('a copied link opens the message for the other person', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
}) => {
  const { id } = await school.send(chatId, student, 'Сюда по ссылке');
  await school.seedHistory(chatId, 120);
  const hers = await open(teacher, {
    at: replicas[0],
    path: `/chats/${chatId}?message=${id}`,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const his = await open(student, {
    at: replicas[1],
    path: await hers.copyLink('Сюда по ссылке'),
  });
  await expect(his.message('Сюда по ссылке')).toBeInViewport();
});

test('the other person sees a reaction from the full picker', async ({
  openBoth,
  pair: { student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'Решил задачу');
  const [hers, his] = await openBoth();
  await hers.openMenu('Решил задачу');
  await hers.page.getByRole('button', { name: 'Другие реакции' }).click();
  await hers.dialog.getByRole('searchbox', { name: 'Найти эмодзи' }).fill('ракета');
  await hers.dialog
    .getByRole('button', { name: /ракета/iu })
    .first()
    .click();
  await expect(his.message('Решил задачу').getByRole('button', { name: /^🚀, 1/u })).toBeVisible();
});

test('only formulas load KaTeX', async ({ openBoth }) => {
  const [hers, his] = await openBoth();
  const requests: string[] = [];
  his.page.on('request', (request) => {
    if (request.url().includes('katex')) requests.push(request.url());
  });
  await hers.send('```js\nconst x = 1;\n```');
  await expect(his.page.locator('pre')).toContainText('const x = 1;');
  expect(requests).toEqual([]);
  await hers.send('Итог: $x^2$ и $y^2$');
  await expect(his.message('Итог').locator('math')).toHaveCount(2);
  expect(requests.filter((url) => url.endsWith('.js'))).toHaveLength(1);
});

test('a held recording is sent when it is released', async ({ openBoth }) => {
  const [hers, his] = await openBoth();
  const record = hers.page.getByRole('button', { name: 'Записать голосовое сообщение' });
  await record.hover();
  await hers.page.mouse.down();
  await expect(hers.page.getByText('0:01', { exact: true })).toBeVisible();
  await hers.page.mouse.up();
  await expect(his.log.getByRole('button', { name: 'Слушать' })).toBeVisible();
});

test('the other person plays a recorded voice note', async ({ openBoth, pair: { teacher } }) => {
  const [hers, his] = await openBoth();
  await hers.page.getByRole('button', { name: 'Записать голосовое сообщение' }).click();
  await expect(hers.page.getByText('0:01', { exact: true })).toBeVisible();
  await hers.page.getByRole('button', { name: 'Отправить голосовое сообщение' }).click();
  const note = his.log
    .getByRole('article')
    .filter({ has: his.page.getByRole('button', { name: 'Слушать' }) });
  // It lasts a second: each frame is looked at.
  const plays = his.page.waitForFunction(() => document.querySelector('[aria-label="Пауза"]'));
  await note.getByRole('button', { name: 'Слушать' }).click();
  await plays;
  await expect(his.chat(teacher)).toContainText('Голосовое сообщение');
});

test('a picture of the other person opens and zooms', async ({ openBoth }) => {
  const [hers, his] = await openBoth();
  await hers.page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'доска.png', mimeType: 'image/png', buffer: await drawBoard(hers) });
  await expect(hers.sendButton).toBeEnabled();
  await hers.send('С доски');
  await his.message('С доски').getByRole('link', { name: /доска/ }).click();
  const picture = his.page.locator('.pswp__img:not(.pswp__img--placeholder)').first();
  await expect(picture).toBeVisible();
  const width = async () => (await picture.boundingBox())?.width ?? 0;
  const before = (await boxAtRest(picture)).width;
  await his.page.getByRole('button', { name: 'Приблизить' }).click();
  await expect.poll(width).toBeGreaterThan(before);
  await his.page.keyboard.press('Escape');
  await expect(picture).toBeHidden();
});

/** A picture that is larger than the window. */
async function drawBoard({ page }: SchoolPage): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(2_400, 1_800);
    const context = canvas.getContext('2d');
    context?.fillRect(100, 100, 2_000, 1_000);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  return Buffer.from(bytes);
}
