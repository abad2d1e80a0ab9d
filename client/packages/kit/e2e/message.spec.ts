import { boxAtRest } from '@vestnik/testing';

import { expect, test } from './support/test.ts';

test('the context menu opens by a button, the mouse and the keyboard', async ({ page, story }) => {
  const root = await story('message-messageactions--closed');
  const menu = page.getByRole('menu');
  const button = root.getByRole('button', { name: 'Действия с сообщением' });

  await button.click();
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();

  await root.getByText('Здравствуйте').click({ button: 'right' });
  await expect(menu).toBeVisible();
  await page.mouse.click(900, 700);
  await expect(menu).toBeHidden();

  await button.press('Enter');
  await expect(menu).toBeVisible();
});

test('arrow keys move within the menu, and the choice closes it', async ({ page, story }) => {
  const root = await story('message-messageactions--closed');
  await root.getByRole('button', { name: 'Действия с сообщением' }).click();
  const item = (name: string) => page.getByRole('menuitem', { name });
  const reaction = (name: string) => page.getByRole('button', { name: `Реакция ${name}` });
  await expect(reaction('👍')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(reaction('❤️')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(item('Ответить')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(reaction('👍')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await expect(item('Удалить')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(item('Ответить')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the button opens a sheet at the bottom', async ({ page, story }) => {
    const root = await story('message-messageactions--closed');
    await root.getByRole('button', { name: 'Действия с сообщением' }).tap();
    const sheet = page.getByRole('dialog', { name: 'Действия с сообщением' });
    await expect(sheet).toBeVisible();
    await sheet.getByRole('button', { name: 'Отмена' }).tap();
    await expect(sheet).toBeHidden();
  });
});

test('a voice note plays, pauses, seeks and changes its speed', async ({ story }) => {
  const root = await story('message-attachments--voice');
  await root.getByRole('button', { name: 'Слушать' }).click();
  await expect(root.getByRole('button', { name: 'Пауза' })).toBeVisible();
  await root.getByRole('button', { name: 'Пауза' }).click();
  const seek = root.getByRole('slider', { name: 'Перемотка' });
  await seek.fill('1500');
  await expect(seek).toHaveAttribute('aria-valuetext', '0:01 / 0:02');
  await root.getByRole('button', { name: 'Скорость 1×' }).click();
  await expect(root.getByRole('button', { name: 'Скорость 1,5×' })).toBeVisible();
});

test('a voice note is wholly used by the keys of a log', async ({ page, story }) => {
  const root = await story('message-log--keyboard');
  const play = root.getByRole('button', { name: 'Слушать' });
  // The player is loaded on demand.
  await expect(play).toBeVisible();
  await root.getByRole('article').last().focus();
  await page.keyboard.press('ArrowRight');
  await expect(play).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(root.getByRole('button', { name: 'Скорость 1×' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  const seek = root.getByRole('slider', { name: 'Перемотка' });
  await expect(seek).toBeFocused();
  await page.keyboard.press('End');
  await expect(seek).toHaveAttribute('aria-valuetext', '0:02 / 0:02');
  await page.keyboard.press('Escape');
  await expect(root.getByRole('article').last()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(root.getByRole('article').first()).toBeFocused();
});

test('images have their size before they are loaded', async ({ story }) => {
  const root = await story('message-attachments--image-placeholder');
  const { width, height } = await boxAtRest(root.getByRole('link'));
  expect(width / height).toBeCloseTo(4 / 3, 1);
});

test('the gallery opens, turns pages, closes and gives the focus back', async ({ page, story }) => {
  const root = await story('message-galleryviewer--closed');
  const second = root.getByRole('link', { name: 'photo-2.jpg' });
  await second.press('Enter');
  const viewer = page.getByRole('dialog');
  await expect(viewer).toBeVisible();
  await expect(viewer.locator('.pswp__counter')).toHaveText('2 / 3');
  // PhotoSwipe has no keys before it is wholly open.
  await expect(async () => {
    await page.keyboard.press('ArrowRight');
    await expect(viewer.locator('.pswp__counter')).toHaveText('3 / 3', { timeout: 500 });
  }).toPass();
  await expect(viewer.getByRole('link', { name: 'Скачать' })).toHaveAttribute(
    'download',
    'photo-3.jpg',
  );
  await page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(second).toBeFocused();
});

test('the gallery closes with its host, also while it opens', async ({ page, story }) => {
  const root = await story('message-galleryviewer--closed');
  const viewer = page.getByRole('dialog');
  const goBack = () => page.evaluate(() => window.dispatchEvent(new PopStateEvent('popstate')));
  await root.getByRole('link', { name: 'photo-1.jpg' }).click();
  await viewer.waitFor({ state: 'attached' });
  await goBack();
  await expect(viewer).toBeHidden();
  await root.getByRole('link', { name: 'photo-3.jpg' }).click();
  await expect(viewer.locator('.pswp__counter')).toHaveText('3 / 3');
  await goBack();
  await expect(viewer).toBeHidden();
});

test('emoji are found, chosen by keyboard, and take a skin tone', async ({ page, story }) => {
  const root = await story('message-reactions--picker');
  await root.getByRole('searchbox', { name: 'Найти эмодзи' }).fill('машет рукой');
  await root.getByRole('combobox', { name: 'Тон кожи' }).selectOption({ index: 5 });
  const found = root.getByRole('button', { name: 'машет рукой' });
  await expect(found).toHaveText('👋🏿');
  await root.getByRole('button', { name: 'Животные и природа' }).click();
  const first = root.getByRole('button', { name: 'морда обезьяны' });
  await first.focus();
  await page.keyboard.press('ArrowRight');
  await expect(root.getByRole('button', { name: 'обезьяна', exact: true })).toBeFocused();
});

test('formulas are drawn, and what is none stays text', async ({ story }) => {
  const root = await story('message-messagetext--formulas');
  await expect(root.locator('math')).toHaveCount(2);
  await expect(root.getByText('а $5 — деньги')).toBeVisible();
  const unreadable = await story('message-messagetext--unreadable-formula');
  await expect(unreadable).toHaveText('Осталось как есть: $\\frac{1$');
});

test('nothing needs inline styles or scripts', async ({ page, story }) => {
  const root = await story('message-galleryviewer--closed');
  await page.evaluate(() => {
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "script-src 'self'; style-src 'self'; img-src 'self' data:";
    document.head.append(policy);
  });
  const violations = page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => {
          resolve(`${violatedDirective}: ${sample}`);
        });
        document.addEventListener('end-of-test', () => {
          resolve('none');
        });
      }),
  );
  await root.getByRole('link', { name: 'photo-1.jpg' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden({ timeout: 500 });
  }).toPass();
  await page.evaluate(() => document.dispatchEvent(new Event('end-of-test')));
  expect(await violations).toBe('none');
});

test('the parts of a message stay within its bubble, and the time beside them', async ({
  page,
  story,
}) => {
  await page.setViewportSize({ width: 360, height: 640 });
  for (const id of ['image-alone', 'with-images', 'voice', 'long-word']) {
    const root = await story(`message-messageitem--${id}`);
    const bubble = root.locator('article > div > div').first();
    const outside = await bubble.evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      const parts = [...element.querySelectorAll('img, svg, time, a')];
      return parts
        .map((part) => part.getBoundingClientRect())
        .filter((part) => part.left < left - 1 || part.right > right + 1).length;
    });
    expect(outside, id).toBe(0);
    await expect(bubble.locator('time').locator('..')).toHaveCSS('float', 'inline-end');
  }
});
