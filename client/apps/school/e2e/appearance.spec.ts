import type { Page } from '@playwright/test';

import { expectNoOverflow } from './support/overflow.ts';
import { expect, test } from './support/test.ts';

for (const [locale, language, words] of [
  ['en-US', 'en', 'Sign in'],
  ['ru-RU', 'ru', 'Войти'],
  ['de-DE', 'ru', 'Войти'],
] as const) {
  test(`a browser in ${locale} gets ${language} from the first word`, async ({ open }) => {
    const { page } = await open(null, { locale, path: '/health' });
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const text = document.getElementById('root')?.innerText ?? '';
        if (text !== '') seen.push(`${document.documentElement.lang}: ${text}`);
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    await page.goto('/');
    await expect(page.getByRole('button', { name: words, exact: true })).toBeVisible();
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
    expect(seen.length).toBeGreaterThan(0);
    const other = language === 'en' ? /[а-яё]{3}/i : /Sign|Loading|Password/;
    for (const text of seen) {
      expect(text.startsWith(`${language}: `), text).toBe(true);
      // The names of the languages themselves are always there.
      expect(text.replaceAll(/Русский|English/g, '')).not.toMatch(other);
    }
  });
}

test('the language follows the browser until the user chooses one', async ({
  open,
  pair: { teacher, student },
}) => {
  const tab = await open(teacher, { locale: 'ru-RU' });
  const { page } = tab;
  await expect(tab.chat(student)).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
  await tab.openSettings();
  await page.getByText('English', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  const chats = page.getByRole('navigation', { name: 'Chats', exact: true });
  await expect(chats.getByRole('link', { name: student.name, exact: true })).toBeVisible();
  await page.reload();
  await chats.getByRole('link', { name: student.name, exact: true }).click();
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill('Hello');
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Lessons', exact: true })).toBeVisible();
});

test('the theme follows the system until the user chooses one', async ({
  open,
  pair: { teacher, student },
}) => {
  const tab = await open(teacher, { colorScheme: 'dark' });
  await expect(tab.chat(student)).toBeVisible();
  const { page } = tab;
  await expect.poll(() => brightness(page)).toBeLessThan(0.3);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => brightness(page)).toBeGreaterThan(0.7);

  await tab.openSettings();
  await page.getByText('Тёмное', { exact: true }).click();
  await expect.poll(() => brightness(page)).toBeLessThan(0.3);
  await page.reload();
  await expect(tab.chat(student)).toBeVisible();
  await expect.poll(() => brightness(page)).toBeLessThan(0.3);
});

test('no content is cut off at any width', async ({
  open,
  pair: { teacher, student, chatId },
  school,
}) => {
  await school.send(chatId, student, 'https://example.org/' + 'длинный-адрес/'.repeat(12));
  await school.lesson(teacher, student);
  const signIn = await open(null);
  await expect(signIn.signInButton).toBeVisible();
  await expectToFit(signIn.page);

  const tab = await open(teacher);
  await expect(tab.chat(student)).toBeVisible();
  await expectToFit(tab.page);
  await tab.openChat(student);
  await expectToFit(tab.page, async () => {
    await tab.composer.fill('Здравствуйте');
    await expect(tab.sendButton).toBeInViewport({ ratio: 1 });
  });
  await tab.page.goto('/lessons');
  await expect(tab.page.getByRole('button', { name: 'Завершить занятие' })).toBeVisible();
  await expectToFit(tab.page);

  const admin = await open(school.admin, { path: '/people' });
  await expect(admin.page.getByText(teacher.email)).toBeVisible();
  await expectToFit(admin.page);
  await admin.page.goto(`/chats/${chatId}`);
  await expect(admin.log).toBeVisible();
  await expectToFit(admin.page);
});

test('a phone shows one pane at a time', async ({ open, pair: { teacher, student } }) => {
  const tab = await open(teacher, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await tab.openChat(student);
  await expect(tab.chats).toBeHidden();
  await tab.page.getByRole('link', { name: 'К чатам', exact: true }).click();
  await expect(tab.chat(student)).toBeVisible();
  await expect(tab.conversation(student)).toBeHidden();
  await tab.page.goBack();
  await expect(tab.conversation(student)).toBeVisible();
});

test('a user who prefers reduced motion sees none', async ({
  open,
  pair: { teacher, student },
}) => {
  const tab = await open(teacher, { reducedMotion: 'reduce' });
  const { page } = tab;
  await page.evaluate(recordMotion);
  await tab.openChat(student);
  await tab.send('тихо');
  await tab.openMenu('тихо');
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(tab.dialog).toBeVisible();
  const motions = await page.evaluate(() => (window as unknown as { motions: string[] }).motions);
  expect(motions).toEqual([]);
});

/** Records animations and transitions that last more than a frame, from now on. */
function recordMotion(): void {
  const motions: string[] = [];
  Object.assign(window, { motions });
  const look = () => {
    for (const animation of document.getAnimations()) {
      const { duration } = animation.effect?.getComputedTiming() ?? {};
      if (typeof duration === 'number' && duration > 20) motions.push(animation.constructor.name);
    }
    requestAnimationFrame(look);
  };
  look();
}

const SIZES = [
  { width: 320, height: 568 },
  { width: 390, height: 844 },
  // A desk at 200 % zoom.
  { width: 640, height: 400 },
  { width: 768, height: 1024 },
];

/** Checks at each size that the page does not scroll sideways; `check` may check more. */
async function expectToFit(page: Page, check?: () => Promise<void>): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await check?.();
    await expectNoOverflow(page);
  }
}

/** Of the page's background: 0 is black, 1 is white. */
async function brightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d');
    if (canvas === null) return -1;
    const backgrounds = [document.body, document.documentElement]
      .map((element) => getComputedStyle(element).backgroundColor)
      .filter((colour) => colour !== 'rgba(0, 0, 0, 0)');
    canvas.fillStyle = backgrounds[0] ?? 'white';
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3 / 255;
  });
}
