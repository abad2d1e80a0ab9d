/** The viewer of PDF files, as the content policy of the server allows it. */
import type { Locator, Page } from '@playwright/test';
import { boxAtRest } from '@vestnik/testing';

import { expect, test } from './support/test.ts';

/** What `src/app/web_client.rs` sends, with the files of the stories, which are in their scripts. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
  "font-src 'self'; connect-src 'self' data:; worker-src 'self'";

/** Points in the upper left quarter of a page, and in its empty lower half. */
const SQUARE = { x: 0.2, y: 0.14 };
const EMPTY = { x: 0.5, y: 0.9 };

/** The colour of a drawn page at a point, in shares of its size. */
function colourAt(page: Locator, point: { x: number; y: number }): Promise<number[]> {
  return page.locator('canvas').evaluate((canvas: HTMLCanvasElement, { x, y }) => {
    const { width, height } = canvas;
    const context = canvas.getContext('2d');
    return [...(context?.getImageData(x * width, y * height, 1, 1).data ?? [])];
  }, point);
}

async function expectDrawn(viewer: Locator, label: string): Promise<void> {
  const page = viewer.getByRole('figure', { name: label });
  await expect(page.locator('canvas[aria-busy="false"]')).toBeVisible();
  expect(await colourAt(page, SQUARE)).toEqual([255, 0, 0, 255]);
  expect(await colourAt(page, EMPTY)).toEqual([255, 255, 255, 255]);
}

async function restrict(page: Page): Promise<void> {
  await page.evaluate((content) => {
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = content;
    document.head.append(policy);
  }, POLICY);
}

test('a PDF shows its first page under the content policy', async ({ page, story }) => {
  const root = await story('message-pdfviewer--closed');
  await restrict(page);
  const link = root.getByRole('link', { name: /^Открыть: homework\.pdf/ });
  await link.click();
  const viewer = page.getByRole('dialog', { name: 'homework.pdf' });
  await expectDrawn(viewer, 'Страница 1 из 3');
  await expect(viewer.getByText('3 страницы')).toBeVisible();
  await expect(viewer.getByRole('region', { name: 'homework.pdf' })).toBeFocused();
  // For screen readers.
  await expect(viewer.locator('canvas').first()).toHaveText('Page 1');
  await expect(viewer.getByRole('link', { name: 'Скачать' })).toHaveAttribute(
    'download',
    'homework.pdf',
  );
  await page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(link).toBeFocused();
});

test('pages are drawn as they come near, and only then', async ({ page, story }) => {
  await story('message-pdfviewer--many-pages');
  const viewer = page.getByRole('dialog');
  await expectDrawn(viewer, 'Страница 1 из 310');
  await expect(viewer.getByRole('figure')).toHaveCount(300);
  expect(await viewer.locator('canvas').count()).toBeLessThan(5);
  await viewer.getByRole('region', { name: 'homework.pdf' }).press('End');
  await expectDrawn(viewer, 'Страница 300 из 310');
  await expect(viewer.getByText(/Показаны первые 300 страниц/)).toBeVisible();
  await expect(viewer.getByRole('figure', { name: 'Страница 1 из 310' })).toBeEmpty();
});

test('a page is drawn anew when it becomes larger', async ({ page, story }) => {
  await story('message-pdfviewer--open', { language: 'en' });
  const viewer = page.getByRole('dialog');
  await expectDrawn(viewer, 'Page 1 of 3');
  const widthOf = () =>
    viewer
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => canvas.width);
  const before = await widthOf();
  await expect(viewer.getByRole('button', { name: 'Zoom out' })).toBeDisabled();
  await viewer.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(widthOf).toBe(Math.round(before * 1.5));
  await expectDrawn(viewer, 'Page 1 of 3');
});

test('a file that cannot be read is offered for download', async ({ page, story }) => {
  await story('message-pdfviewer--unreadable');
  const viewer = page.getByRole('dialog');
  await expect(viewer.getByRole('alert')).toContainText('Файл не удалось показать');
  await expect(viewer.getByRole('link', { name: 'Скачать' })).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a page is as wide as the screen and as sharp', async ({ page, story }) => {
    await story('message-pdfviewer--closed');
    await page.getByRole('link', { name: /^Открыть: homework\.pdf/ }).tap();
    const viewer = page.getByRole('dialog');
    await expectDrawn(viewer, 'Страница 1 из 3');
    const box = await boxAtRest(viewer.getByRole('figure').first());
    expect(box.width).toBeGreaterThan(340);
    expect(box.width).toBeLessThanOrEqual(390);
    await viewer.getByRole('button', { name: 'Закрыть' }).tap();
    await expect(viewer).toBeHidden();
  });
});
