import { pdfFile } from '@vestnik/testing/pdf';

import { expect, test } from './support/test.ts';

test('a PDF that was sent shows its first page in the conversation', async ({
  open,
  pair: { teacher, student },
  replicas,
}) => {
  const hers = await open(teacher, { at: replicas[0] });
  const his = await open(student, {
    at: replicas[1],
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  await hers.openChat(student);
  await his.openChat(teacher);
  await hers.page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({
      name: 'задачи.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from(pdfFile(2)),
    });
  await hers.send('К четвергу');

  for (const { page, composer } of [hers, his]) {
    await page.getByRole('link', { name: /^Открыть: задачи\.pdf/ }).click();
    const viewer = page.getByRole('dialog', { name: 'задачи.pdf' });
    const canvas = viewer.getByRole('figure', { name: 'Страница 1 из 2' }).locator('canvas');
    await expect(canvas).toHaveAttribute('aria-busy', 'false');
    const colour = await canvas.evaluate((element: HTMLCanvasElement) => [
      ...(element.getContext('2d')?.getImageData(element.width * 0.2, element.height * 0.14, 1, 1)
        .data ?? []),
    ]);
    expect(colour).toEqual([255, 0, 0, 255]);
    await page.keyboard.press('Escape');
    await expect(viewer).toBeHidden();
    await expect(composer).toBeVisible();
  }
});
