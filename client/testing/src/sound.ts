/** The sound of new messages in a page, and the focus that it depends on. */
import type { Page } from '@playwright/test';

interface NoteCount {
  noteCount: number;
}

/** Counts the notes that the page plays. Browsers play nothing before the user has done something. */
export async function countNotes(page: Page): Promise<void> {
  await page.evaluate(() => {
    const count: NoteCount = { noteCount: 0 };
    Object.assign(globalThis, count);
    const start = Reflect.get(OscillatorNode.prototype, 'start');
    OscillatorNode.prototype.start = function (when) {
      (globalThis as unknown as NoteCount).noteCount += 1;
      start.call(this, when);
    };
  });
}

/** Notes up to now. The page asks for two locks before it plays, in turn with these queries. */
export async function notes(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await navigator.locks.query();
    await navigator.locks.query();
    return (globalThis as unknown as NoteCount).noteCount;
  });
}

/** Gives the focus to the window or takes it: the driver of the browser pretends that it is in front. */
export async function setFocused(page: Page, isFocused: boolean): Promise<void> {
  await page.evaluate((focused) => {
    document.hasFocus = () => focused;
    window.dispatchEvent(new Event(focused ? 'focus' : 'blur'));
  }, isFocused);
}
