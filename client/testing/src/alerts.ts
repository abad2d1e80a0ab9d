/** What a page does to be noticed: sounds, numbers on its icon, questions for permissions. */
import type { Locator, Page } from '@playwright/test';

interface Requests {
  permissionRequests: number;
}

/** A headless browser shows no question: this grants the permission that the page requests. */
export function countPermissionRequests(): void {
  const counted: Requests = { permissionRequests: 0 };
  Object.assign(globalThis, counted);
  let permission: NotificationPermission = 'default';
  Object.defineProperty(Notification, 'permission', { get: () => permission });
  Notification.requestPermission = () => {
    (globalThis as unknown as Requests).permissionRequests += 1;
    permission = 'granted';
    return Promise.resolve(permission);
  };
}

export async function permissionRequests(page: Page): Promise<number> {
  return page.evaluate(() => (globalThis as unknown as Requests).permissionRequests);
}

interface NoteCount {
  noteCount: number;
}

/** Counts the notes that the page plays, after a click without which browsers play nothing. */
export async function countNotes(clicked: Locator): Promise<void> {
  const page = clicked.page();
  await page.evaluate(() => {
    const count: NoteCount = { noteCount: 0 };
    Object.assign(globalThis, count);
    const start = Reflect.get(OscillatorNode.prototype, 'start');
    OscillatorNode.prototype.start = function (when) {
      (globalThis as unknown as NoteCount).noteCount += 1;
      start.call(this, when);
    };
  });
  await clicked.click();
}

/** Notes up to now. The page asks for two locks before it plays, in turn with these queries. */
export async function notes(page: Page): Promise<number> {
  return page.evaluate(async () => {
    await navigator.locks.query();
    await navigator.locks.query();
    return (globalThis as unknown as NoteCount).noteCount;
  });
}

/** Takes the focus from the window, which the driver of the browser pretends to be in front. */
export async function unfocus(page: Page): Promise<void> {
  await setFocused(page, false);
}

export async function focus(page: Page): Promise<void> {
  await setFocused(page, true);
}

async function setFocused(page: Page, isFocused: boolean): Promise<void> {
  await page.evaluate((focused) => {
    document.hasFocus = () => focused;
    window.dispatchEvent(new Event(focused ? 'focus' : 'blur'));
  }, isFocused);
}

interface Badges {
  shownBadges: number[];
}

/** Records the numbers on the icon, which a browser shows for installed applications alone. */
export async function recordBadges(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const recorded: Badges = { shownBadges: [] };
    Object.assign(globalThis, recorded);
    navigator.setAppBadge = (count = 0) => {
      recorded.shownBadges.push(count);
      return Promise.resolve();
    };
  });
}

export async function lastBadge(page: Page): Promise<number | undefined> {
  return page.evaluate(() => (globalThis as unknown as Badges).shownBadges.at(-1));
}
