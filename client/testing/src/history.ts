import { expect, type Page } from '@playwright/test';

/** The number of the entry of the history that is shown; one can go forward to those after it. */
export async function historyIndex(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      (window as { navigation?: { currentEntry: { index: number } } }).navigation?.currentEntry
        .index ?? -1,
  );
}

/** Goes back once what `open` opens has an entry of its own, as a user does, who needs a moment. */
export async function goBackFrom(page: Page, open: () => Promise<void>): Promise<void> {
  const index = await historyIndex(page);
  await open();
  await expect.poll(() => historyIndex(page)).toBe(index + 1);
  await page.goBack();
}
