import { expect, type Page } from '@playwright/test';

/** Checks that the page does not scroll sideways at its present size. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  const width = page.viewportSize()?.width ?? 0;
  expect(overflow, `${page.url()} scrolls sideways at ${width} pixels`).toBe(0);
}
