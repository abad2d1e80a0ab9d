/** A photo on a line that is slow and breaks. */
import { createHash } from 'node:crypto';

import { SlowLine } from '@vestnik/testing';
import { drawPhoto, storedFile } from '@vestnik/testing/photo';

import { expect, test } from './support/test.ts';

/** 1.6 Mbit/s. */
const BYTES_PER_SECOND = 200_000;

test('a photo arrives once over a slow, interrupted line', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const line = await SlowLine.start(replicas[0].url, BYTES_PER_SECOND);
  const hers = await open(teacher, { at: line, path: `/chats/${chatId}` });
  const his = await open(student, { at: replicas[1], path: `/chats/${chatId}` });
  await expect(hers.composer).toBeVisible();
  await expect(his.composer).toBeVisible();
  const photo = await drawPhoto(hers.page);
  await hers.page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'homework.jpg', mimeType: 'image/jpeg', buffer: photo });
  await expect(hers.sendButton).toBeEnabled();

  const offsets: number[] = [];
  hers.page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  await hers.send('Разбор задачи');
  const compressed = await storedFile(hers.page);
  expect(compressed.size).toBeGreaterThan(1_000_000);
  expect(compressed.size).toBeLessThan(photo.length);

  const before = line.sentBytes;
  for (const bytes of [300_000, 600_000, 900_000]) {
    await expect.poll(() => line.sentBytes - before, { intervals: [50] }).toBeGreaterThan(bytes);
    line.cut();
  }

  const arrived = his.message('Разбор задачи').getByRole('link', { name: /homework/ });
  await expect(arrived).toHaveCount(1);
  await expect(hers.message('Разбор задачи').getByText(/отправлено|прочитано/)).toBeAttached();
  const url = (await arrived.getAttribute('href')) ?? '';
  const received = await (await his.page.request.get(url)).body();
  expect(createHash('sha256').update(received).digest('hex')).toBe(compressed.sha256);
  expect((await school.messages(chatId)).map(({ content }) => content)).toEqual(['Разбор задачи']);
  await expect(his.message('Разбор задачи')).toHaveCount(1);
  // It went on where it had stopped.
  expect(Math.max(...offsets)).toBeGreaterThan(0);
  await line.stop();
});

test('a cancelled upload succeeds when repeated', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  watch,
}) => {
  // The page outlives the line.
  watch.networkMayFail = true;
  const line = await SlowLine.start(replicas[0].url, BYTES_PER_SECOND);
  const hers = await open(teacher, { at: line, path: `/chats/${chatId}` });
  const his = await open(student, { at: replicas[1], path: `/chats/${chatId}` });
  await expect(his.composer).toBeVisible();
  const attach = async (text: string, bytes: number) => {
    const file = { name: 'книга.bin', mimeType: 'application/octet-stream' };
    await hers.page
      .locator('input[type="file"]')
      .first()
      .setInputFiles({ ...file, buffer: Buffer.alloc(bytes, 7) });
    await expect(hers.sendButton).toBeEnabled();
    await hers.send(text);
  };
  await attach('Большая', 8_000_000);
  const progress = hers.message('Большая').getByRole('progressbar');
  const value = () => progress.evaluate((bar: HTMLProgressElement) => bar.value);
  await expect.poll(value).toBeGreaterThan(0);
  await hers.message('Большая').getByRole('button', { name: 'Отмена', exact: true }).click();
  await expect(hers.message('Большая')).toHaveCount(0);

  await attach('Поменьше', 100_000);
  await expect(his.message('Поменьше').getByRole('link', { name: /книга/ })).toBeVisible();
  await expect(his.message('Большая')).toHaveCount(0);
  await line.stop();
});

test('an upload goes on after a reload, and texts pass it', async ({
  open,
  pair: { teacher, student, chatId },
  replicas,
  school,
  watch,
}) => {
  watch.networkMayFail = true;
  const line = await SlowLine.start(replicas[0].url, BYTES_PER_SECOND);
  const hers = await open(teacher, { at: line, path: `/chats/${chatId}` });
  const his = await open(student, { at: replicas[1], path: `/chats/${chatId}` });
  await expect(hers.composer).toBeVisible();
  await expect(his.composer).toBeVisible();
  const buffer = Buffer.alloc(2_000_000, 7);
  await hers.attachFiles({ name: 'книга.bin', mimeType: 'application/octet-stream', buffer });
  await expect(hers.sendButton).toBeEnabled();
  const before = line.sentBytes;
  await hers.send('Книга');
  await hers.send('Скоро будет');
  await expect(his.message('Скоро будет')).toBeVisible();
  expect(line.sentBytes - before).toBeLessThan(buffer.length);
  await expect(hers.message('Книга').getByRole('progressbar')).toBeAttached();
  await expect.poll(() => line.sentBytes - before, { intervals: [50] }).toBeGreaterThan(700_000);

  const offsets: number[] = [];
  hers.page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  await hers.page.reload();
  await expect(his.message('Книга').getByRole('link', { name: /книга/ })).toBeVisible();
  expect(Math.min(...offsets)).toBeGreaterThan(0);
  expect((await school.messages(chatId)).map(({ content }) => content)).toEqual([
    'Скоро будет',
    'Книга',
  ]);
  await line.stop();
});
