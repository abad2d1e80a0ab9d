/** What a screen shows and what a press does, where only a browser can tell. */
import type { Locator } from '@playwright/test';

import { expect, test } from './support/test.ts';

const SCREENS = [
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
  { width: 320, height: 568 },
];

/** Whether the middle of an element is what the user sees there. */
async function isOnTop(element: Locator): Promise<boolean> {
  return element.evaluate((one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    const shown = document.elementFromPoint(left + width / 2, top + height / 2);
    return shown !== null && (one === shown || one.contains(shown));
  });
}

test('a photo that is attached is seen in the tray', async ({ story }) => {
  const root = await story('composer-composer--empty');
  await root.getByRole('textbox', { name: 'Сообщение' }).evaluate(async (field) => {
    const canvas = new OffscreenCanvas(40, 30);
    const context = canvas.getContext('2d');
    if (context) {
      context.fillStyle = 'rgb(0, 128, 0)';
      context.fillRect(0, 0, 40, 30);
    }
    const data = new DataTransfer();
    const photo = await canvas.convertToBlob({ type: 'image/png' });
    data.items.add(new File([photo], 'photo.png', { type: 'image/png' }));
    field.dispatchEvent(
      new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }),
    );
  });
  const canvas = root.getByRole('list', { name: 'Вложения' }).locator('canvas');
  await expect(canvas).toBeVisible();
  const middle = () =>
    canvas.evaluate((one: HTMLCanvasElement) =>
      one
        .getContext('2d')
        ?.getImageData(one.width / 2, one.height / 2, 1, 1)
        .data.join(),
    );
  await expect.poll(middle).toBe('0,128,0,255');
});

for (const screen of SCREENS) {
  test(`people that a dialog offers are not cut off at ${screen.width} pixels`, async ({
    page,
    story,
  }) => {
    await page.setViewportSize(screen);
    await story('chats-dialogs--new-chat-or-group');
    await page.getByRole('combobox').click();
    const options = page.getByRole('option');
    await expect(options.nth(2)).toBeVisible();
    for (const option of await options.all()) {
      await expect(option).toBeInViewport({ ratio: 1 });
      expect(await isOnTop(option)).toBe(true);
    }
  });

  test(`the shortcuts begin with the first one at ${screen.width} pixels`, async ({
    page,
    story,
  }) => {
    await page.setViewportSize({ ...screen, height: 500 });
    await story('chats-dialogs--shortcuts');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('heading', { level: 2 })).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('End');
    await expect(dialog.getByRole('button', { name: 'Закрыть' })).toBeInViewport();
    await page.keyboard.press('Escape');
  });
}
