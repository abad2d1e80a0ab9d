/** Recording, with the browser's own fake of a microphone. */
import type { Page } from '@playwright/test';
import { boxAtRest } from '@vestnik/testing';

import { expect, test } from './support/test.ts';

test.use({
  permissions: ['microphone'],
  launchOptions: async ({ launchOptions }, use) => {
    const args = [...(launchOptions.args ?? []), '--use-fake-device-for-media-stream'];
    await use({ ...launchOptions, args });
  },
});

const microphone = (page: Page) =>
  page.getByRole('button', { name: 'Записать голосовое сообщение' });

/** The states of all tracks that the page was given. */
async function trackStates(page: Page): Promise<string[]> {
  return page.evaluate(() => window.givenTracks.map(({ readyState }) => readyState));
}

declare global {
  interface Window {
    givenTracks: MediaStreamTrack[];
  }
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    window.givenTracks = [];
    const { mediaDevices } = navigator;
    const original = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await original(constraints);
      window.givenTracks.push(...stream.getTracks());
      return stream;
    };
  });
});

test('a click starts a recording, which is listened to before it is sent', async ({
  page,
  story,
}) => {
  const root = await story('composer-composer--voice-with-preview');
  await microphone(page).click();
  const stop = root.getByRole('button', { name: 'Остановить запись' });
  await expect(stop).toBeFocused();
  await expect(root.getByText('0:01', { exact: true })).toBeVisible();
  await stop.press('Enter');
  await expect(root.getByRole('button', { name: 'Отправить голосовое сообщение' })).toBeFocused();
  expect(await trackStates(page)).toEqual(['ended']);
  await expect(root.locator('output')).toBeEmpty();
  await page.keyboard.press('Enter');
  await expect(microphone(page)).toBeFocused();
  const { file, durationMs, waveform } = JSON.parse(await root.locator('output').innerText()) as {
    file: { type: string; size: number };
    durationMs: number;
    waveform: number[];
  };
  expect(file.type).toBe('audio/webm');
  expect(file.size).toBeGreaterThan(0);
  expect(durationMs).toBeGreaterThan(900);
  expect(waveform.length).toBeLessThanOrEqual(64);
  expect(waveform.every((value) => Number.isInteger(value) && value >= 0 && value <= 100)).toBe(
    true,
  );
});

test('a recording that is held is cancelled by a slide', async ({ page, story }) => {
  const root = await story('composer-composer--voice');
  const { x, y } = await boxAtRest(microphone(page));
  await page.mouse.move(x + 10, y + 10);
  await page.mouse.down();
  await expect(root.getByText('0:01', { exact: true })).toBeVisible();
  await page.mouse.move(x - 150, y + 10);
  await expect(root.getByText('Отпустите, чтобы отменить')).toBeVisible();
  await page.mouse.up();
  await expect(root.getByText('Отпустите, чтобы отменить')).toBeHidden();
  await expect(root.getByRole('button', { name: 'Остановить запись' })).toBeHidden();
  expect(await trackStates(page)).toEqual(['ended']);
  await expect(root.locator('output')).toBeEmpty();
});

test('a refused microphone is explained', async ({ page, story }) => {
  const root = await story('composer-composer--voice');
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('denied', 'NotAllowedError'));
  });
  await root.getByRole('button', { name: 'Записать голосовое сообщение' }).press('Enter');
  await expect(root.getByRole('alert')).toContainText('Нет доступа к микрофону');
});
