/** A photo on a line that is slow and breaks. */
import { createHash } from 'node:crypto';

import type { Page } from '@playwright/test';

import { SlowLine } from './support/slowLine.ts';
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

/** A photo as of a camera: 12 megapixels, with noise. */
async function drawPhoto(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const [width, height] = [4000, 3000];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('there is no canvas');
    const image = context.createImageData(width, height);
    const bytes = image.data;
    let noise = 1;
    for (let at = 0; at < bytes.length; at += 4) {
      noise = (noise * 1_103_515_245 + 12_345) & 0x7fffffff;
      const light = ((at >> 8) % 150) + ((noise >> 16) % 96);
      bytes[at] = light;
      bytes[at + 1] = light / 2;
      bytes[at + 2] = 255 - light;
      bytes[at + 3] = 255;
    }
    context.putImageData(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    return new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => {
        resolve((reader.result as string).split(',')[1] ?? '');
      };
      reader.readAsDataURL(blob);
    });
  });
  return Buffer.from(base64, 'base64');
}

/** The file that waits in the outbox to be sent. */
async function storedFile(page: Page): Promise<{ size: number; sha256: string }> {
  const read = () =>
    page.evaluate(async () => {
      const names = (await indexedDB.databases()).map(({ name = '' }) => name);
      const name = names.find((one) => one.endsWith(':outbox')) ?? '';
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => {
          resolve(request.result);
        };
        request.onerror = () => {
          reject(new Error('there is no outbox'));
        };
      });
      try {
        const entries = await new Promise<{ files: { blob: Blob }[] }[]>((resolve, reject) => {
          const request = database.transaction('entries').objectStore('entries').getAll();
          request.onsuccess = () => {
            resolve(request.result as { files: { blob: Blob }[] }[]);
          };
          request.onerror = () => {
            reject(new Error('the outbox cannot be read'));
          };
        });
        const blob = entries[0]?.files[0]?.blob;
        if (blob === undefined) return null;
        const hash = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
        const hex = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0'));
        return { size: blob.size, sha256: hex.join('') };
      } finally {
        database.close();
      }
    });
  await expect.poll(read).not.toBeNull();
  const found = await read();
  if (found === null) throw new Error('it was sent already');
  return found;
}
