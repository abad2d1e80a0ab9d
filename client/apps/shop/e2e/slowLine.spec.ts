/** A photo on a line that is slow and breaks. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { SlowLine } from '@vestnik/testing';
import { drawPhoto, storedFile } from '@vestnik/testing/photo';

import { expect, MAKSIM, test } from './support/test.ts';

/** 1.6 Mbit/s. */
const BYTES_PER_SECOND = 200_000;

test('a photo arrives once over a slow, interrupted line', async ({
  buyer,
  seller,
  replicas,
  watch,
}) => {
  watch.networkMayFail = true;
  const line = await SlowLine.start(replicas[0].url, BYTES_PER_SECOND);
  const asks = await buyer(1, { at: line });
  await asks.openChat();
  await asks.deliver('Сейчас пришлю');
  const sells = await seller(MAKSIM, { at: replicas[1] });
  await sells.open(await asks.guestName());
  const photo = await drawPhoto(asks.page);
  await asks.attachFiles({ name: 'скол.jpg', mimeType: 'image/jpeg', buffer: photo });
  await expect(asks.page.getByText('скол.jpg')).toBeVisible();
  await asks.send('Вот он');
  const compressed = await storedFile(asks.page);
  expect(compressed.size).toBeGreaterThan(1_000_000);
  expect(compressed.size).toBeLessThan(photo.length);

  const before = line.sentBytes;
  for (const bytes of [300_000, 600_000, 900_000]) {
    await expect.poll(() => line.sentBytes - before, { intervals: [50] }).toBeGreaterThan(bytes);
    line.cut();
  }

  const arrived = sells.message('Вот он').getByRole('button', { name: /скол\.jpg/ });
  await expect(arrived).toHaveCount(1);
  await expect(asks.message('Вот он')).toContainText(/отправлено|прочитано/);
  await arrived.click();
  const download = sells.page.waitForEvent('download');
  await sells.page.getByRole('button', { name: 'Скачать' }).click();
  const received = await readFile(await (await download).path());
  expect(createHash('sha256').update(received).digest('hex')).toBe(compressed.sha256);
  await sells.page.reload();
  await expect(sells.message('Вот он')).toHaveCount(1);
  await line.stop();
  watch.expectErrors(/ERR_|WebSocket connection to/);
});
