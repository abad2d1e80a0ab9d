/** What a conversation of the shop has besides texts: pictures, replies, ticks, the list, copies. */
import { storedCopies } from '@vestnik/testing';
import { expectAccessible } from '@vestnik/testing/axe';

import { expect, MAKSIM, SOFIA, test } from './support/test.ts';

/** A red picture of 64 × 48 pixels, made by the page itself. */
const PICTURE = async (): Promise<number[]> => {
  const canvas = new OffscreenCanvas(64, 48);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.fillStyle = 'rgb(200, 0, 0)';
  context.fillRect(0, 0, 64, 48);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return [...new Uint8Array(await blob.arrayBuffer())];
};

test('a guest’s picture reaches the seller on another replica', async ({
  buyer,
  seller,
  replicas,
}) => {
  const asks = await buyer(3, { at: replicas[0] });
  await asks.openChat();
  const bytes = Buffer.from(await asks.page.evaluate(PICTURE));
  const file = { name: 'скол.png', mimeType: 'image/png', buffer: bytes };
  await asks.page.locator('input[type=file]').first().setInputFiles(file);
  await expect(asks.page.getByText('скол.png')).toBeVisible();
  await asks.send('Это царапина?');
  await expect(asks.message('Это царапина?')).toContainText('отправлено');

  const sells = await seller(SOFIA, { at: replicas[1] });
  const guest = await asks.guestName();
  await sells.open(guest);
  const picture = sells.message('Это царапина?').getByRole('button', { name: /скол\.png/ });
  await expect(picture.locator('canvas')).toBeVisible();
  // The page's policy allows pictures of its own origin only: a canvas shows it all the same.
  const colour = await picture.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(5, 5, 1, 1) ?? { data: [] };
    return [...data];
  });
  expect(colour[0]).toBeGreaterThan(150);
  expect(colour[1]).toBeLessThan(60);
  await picture.click();
  const viewer = sells.page.getByRole('dialog', { name: 'скол.png' });
  await expect(viewer.getByRole('img', { name: 'скол.png' })).toBeVisible();
  const zoom = viewer.getByRole('button', { name: 'Приблизить' });
  await zoom.click();
  await expect(zoom).toHaveAttribute('aria-pressed', 'true');
  await expectAccessible(sells.page, 'the viewer', { include: 'vestnik-chat' });
  const download = sells.page.waitForEvent('download');
  await viewer.getByRole('button', { name: 'Скачать' }).click();
  expect((await download).suggestedFilename()).toBe('скол.png');
  await sells.page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
});

test('the viewer goes through the pictures of a chat', async ({ buyer }) => {
  const asks = await buyer(2);
  await asks.openChat();
  const buffer = Buffer.from(await asks.page.evaluate(PICTURE));
  const files = ['первое.png', 'второе.png'].map((name) => ({
    name,
    mimeType: 'image/png',
    buffer,
  }));
  await asks.page.locator('input[type=file]').first().setInputFiles(files);
  await expect(asks.page.getByText('второе.png')).toBeVisible();
  await asks.send('Два снимка');
  await expect(asks.message('Два снимка')).toContainText('отправлено');
  await asks
    .message('Два снимка')
    .getByRole('button', { name: /первое\.png/ })
    .click();
  await asks.page.getByRole('button', { name: 'Следующее изображение' }).click();
  await expect(asks.page.getByRole('dialog', { name: 'второе.png' })).toBeVisible();
  await expect(asks.page.getByRole('button', { name: 'Следующее изображение' })).toBeDisabled();
  await asks.page.keyboard.press('ArrowLeft');
  await expect(asks.page.getByRole('dialog', { name: 'первое.png' })).toBeVisible();
});

test('only pictures can be attached, with the reason', async ({ buyer }) => {
  const asks = await buyer(1);
  await asks.openChat();
  const file = { name: 'счёт.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') };
  await asks.page.locator('input[type=file]').first().setInputFiles(file);
  await expect(asks.page.getByText('здесь можно отправлять только изображения')).toBeVisible();
});

test('a reply quotes its message, and ticks survive a reload', async ({
  buyer,
  seller,
  replicas,
}) => {
  const asks = await buyer(1, { at: replicas[0] });
  await asks.openChat();
  await asks.send('Торг есть?');
  await expect(asks.message('Торг есть?')).toContainText('отправлено');
  const sells = await seller(MAKSIM, { at: replicas[1] });
  await sells.open(await asks.guestName());
  await sells.messageAction('Торг есть?', 'Ответить');
  await expect(sells.page.getByText('Ответ: Гость')).toBeVisible();
  await sells.send('До пятисот');
  const quote = asks.message('До пятисот').getByTitle('Перейти к исходному сообщению');
  await expect(quote).toContainText('Торг есть?');
  await expect(asks.message('Торг есть?').first()).toContainText('прочитано');

  await asks.page.reload();
  await asks.openChat();
  await expect(asks.message('Торг есть?').first()).toContainText('прочитано');
  await expect(quote).toContainText('Торг есть?');
});

test('a buyer lists all chats, mutes one and archives one', async ({ buyer, seller, replicas }) => {
  const asks = await buyer(1, { at: replicas[0] });
  await asks.openChat();
  await asks.send('Первый вопрос');
  await expect(asks.message('Первый вопрос')).toContainText('отправлено');
  await asks.page.goto(asks.page.url().replace('id=1', 'id=3'));
  await asks.openChat();
  await asks.send('Второй вопрос');
  await expect(asks.message('Второй вопрос')).toContainText('отправлено');

  await asks.page.getByRole('button', { name: 'К чатам' }).click();
  const list = asks.page.getByRole('navigation', { name: 'Мои чаты' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await asks.page.getByRole('searchbox', { name: 'Поиск по чатам' }).fill('первый');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await asks.page.getByRole('searchbox', { name: 'Поиск по чатам' }).fill('');
  const first = list.getByRole('listitem').filter({ hasText: 'Первый вопрос' });
  const second = list.getByRole('listitem').filter({ hasText: 'Второй вопрос' });
  await asks.chooseOfRow(second, 'Без звука на час');
  await expect(second.getByLabel('Без звука')).toBeVisible();
  await asks.minimise();
  const sells = await seller(SOFIA, { at: replicas[1] });
  await sells.open(await asks.guestName());
  await sells.deliver('Второй ответ');
  await asks.launcher.click();
  await expect(list.getByRole('listitem').filter({ hasText: 'Второй ответ' })).toBeVisible();
  await asks.minimise();
  await expect(asks.launcher).toHaveAccessibleName('Открыть чат');
  await asks.launcher.click();

  await asks.chooseOfRow(first, 'В архив');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await asks.page.getByRole('button', { name: 'Архив', exact: true }).click();
  await first.getByRole('button').first().click();
  await expect(asks.message('Первый вопрос')).toBeVisible();
});

test('a deleted message disappears on the other replica', async ({ buyer, seller, replicas }) => {
  const asks = await buyer(1, { at: replicas[0] });
  await asks.openChat();
  await asks.deliver('Мой телефон 555-01');
  const sells = await seller(MAKSIM, { at: replicas[1] });
  await sells.open(await asks.guestName());
  await expect(sells.message('555-01')).toBeVisible();
  await asks.messageAction('555-01', 'Удалить');
  const question = asks.page.getByRole('dialog', { name: 'Удалить сообщение?' });
  await question.getByRole('button', { name: 'Удалить' }).click();
  for (const tab of [asks, sells]) {
    await expect(tab.message('Сообщение удалено')).toBeVisible();
    await expect(tab.message('555-01')).toHaveCount(0);
  }
  await sells.page.reload();
  await expect(sells.message('Сообщение удалено')).toBeVisible();
  await expect(sells.message('555-01')).toHaveCount(0);
});

test('a message offers what the realm allows, and nothing else', async ({ buyer, seller }) => {
  const asks = await buyer(1);
  await asks.openChat();
  await asks.deliver('Что можно?');
  await asks.openMenu('Что можно?');
  const items = ['Ответить', 'Копировать текст', 'Переслать', 'Копировать ссылку', 'Выбрать'];
  await expect(asks.page.getByRole('menuitem')).toHaveText([...items, 'Кто прочитал', 'Удалить']);
  await expect(asks.page.getByRole('button', { name: /^Реакция/ })).toHaveCount(0);
  await expect(asks.page.getByRole('button', { name: /голосовое/ })).toHaveCount(0);
  const sells = await seller(MAKSIM);
  await sells.open(await asks.guestName());
  await sells.openMenu('Что можно?');
  const ofOthers = [...items, 'Отметить непрочитанным', 'Пожаловаться'];
  await expect(sells.page.getByRole('menuitem')).toHaveText(ofOthers);
});

test('an offline reload shows the copy and keeps unsent messages', async ({
  buyer,
  nginx,
  watch,
}) => {
  const asks = await buyer(3);
  await asks.openChat();
  await asks.send('До обрыва');
  await expect(asks.message('До обрыва')).toContainText('отправлено');
  await expect
    .poll(() => storedCopies(asks.page, 'market'))
    .toContainEqual(
      expect.objectContaining({
        name: expect.stringMatching(/^history:/),
        json: expect.stringContaining('До обрыва'),
      }),
    );
  watch.networkMayFail = true;
  await nginx.stopServing();
  await asks.page.reload();
  await asks.page.getByRole('button', { name: 'Чат', exact: true }).click();
  await expect(asks.message('До обрыва')).toBeVisible();
  await asks.send('Без связи');
  await expect(asks.message('Без связи')).toContainText('отправляется');
  await nginx.restart();
  await expect(asks.message('Без связи')).toContainText('отправлено');
  watch.expectErrors(/ERR_|Failed to fetch/);
});
