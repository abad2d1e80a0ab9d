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

test('a double click on the button of a menu chooses nothing', async ({ page, story }) => {
  await page.setViewportSize({ width: 1024, height: 500 });
  const root = await story('message-messageactions--closed');
  await root.evaluate((element) => {
    element.style.paddingTop = `${String(innerHeight - element.getBoundingClientRect().height - 8)}px`;
  });
  const message = root.getByRole('article');
  const button = message.getByRole('button', { name: 'Действия с сообщением' });
  await message.hover();
  await button.dblclick();
  await expect(page.getByRole('menu')).toBeVisible();
  expect(await isOnTop(button)).toBe(true);
});

test('a double tap on the button of a message chooses nothing', async ({ browser, stories }) => {
  const context = await browser.newContext({
    hasTouch: true,
    isMobile: true,
    viewport: { width: 320, height: 568 },
    locale: 'ru-RU',
  });
  const page = await context.newPage();
  await page.goto(
    `${stories.url}/iframe.html?id=message-messageactions--closed&viewMode=story&globals=language:ru`,
  );
  await page.locator('#storybook-root').evaluate((element) => {
    element.style.paddingTop = '340px';
  });
  const box = await page.getByRole('article').getByRole('button').last().boundingBox();
  const [x, y] = [(box?.x ?? 0) + 10, (box?.y ?? 0) + 10];
  await page.mouse.click(x, y, { clickCount: 2 });
  await expect(page.getByRole('dialog')).toBeVisible();
  await context.close();
});

test('a press on a photo or a file selects the message in selection mode', async ({
  page,
  story,
}) => {
  const root = await story('message-messageitem--selecting-images');
  const box = root.getByRole('checkbox');
  await root.getByRole('link').first().click();
  await expect(box).toBeChecked();
  await root.getByRole('link').last().click();
  await expect(box).not.toBeChecked();
  await box.check();
  await expect(box).toBeChecked();
  expect(page.context().pages()).toHaveLength(1);
});

test('the microphone is there as soon as the chat is', async ({ page, story }) => {
  await page.clock.install();
  const root = await story('app-conversation--private');
  await expect(root.getByRole('textbox', { name: 'Сообщение' })).toBeVisible();
  const microphone = root.getByRole('button', { name: 'Записать голосовое сообщение' });
  await expect(microphone).toBeVisible();
  await expect(microphone).toHaveCount(1);
});

test('a numbered list has each number as it was written', async ({ page, story }) => {
  for (const screen of SCREENS) {
    await page.setViewportSize(screen);
    const root = await story('message-messagetext--lists');
    await expect(root.getByRole('listitem').filter({ hasText: '12.' })).toContainText(
      'двенадцатый',
    );
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    expect(scrollWidth).toBe(clientWidth);
  }
});
