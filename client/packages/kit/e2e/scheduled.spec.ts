/** Sending silently and later, with a finger on a narrow screen. */
import type { Locator } from '@playwright/test';

import { expect, test } from './support/test.ts';

test.use({ viewport: { width: 320, height: 568 }, hasTouch: true, isMobile: true });

/** Pixels by which an element, or the page around it, is too narrow for its content. */
async function overflow(element: Locator): Promise<number> {
  return element.evaluate((one) => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(one.scrollWidth - one.clientWidth, scrollWidth - clientWidth);
  });
}

test('a long press offers other ways to send and sends nothing', async ({ page, story }) => {
  const root = await story('app-scheduled--waiting');
  const composer = root.getByRole('textbox', { name: 'Сообщение' });
  await composer.fill('Позже');
  const send = root.getByRole('button', { name: 'Отправить', exact: true });
  await expect(root.getByRole('button', { name: 'Параметры отправки' })).toBeEnabled();
  const finger = { pointerType: 'touch', isPrimary: true };
  await send.dispatchEvent('pointerdown', finger);
  const sheet = page.getByRole('dialog', { name: 'Параметры отправки' });
  await expect(sheet).toBeVisible();
  await send.dispatchEvent('pointerup', finger);
  await send.dispatchEvent('click', { detail: 1 });
  await expect(composer).toHaveValue('Позже');
  await sheet.getByRole('button', { name: 'Запланировать…' }).tap();
  const choice = page.getByRole('dialog', { name: 'Отправить позже' });
  await expect(choice.getByLabel('Время', { exact: true })).toBeVisible();
  expect(await overflow(choice)).toBe(0);
});

test('the list of scheduled messages fits', async ({ page, story }) => {
  const root = await story('app-scheduled--waiting');
  await root.getByRole('button', { name: 'Запланировано: 2' }).tap();
  const list = page.getByRole('dialog', { name: 'Запланированные сообщения' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  expect(await overflow(list)).toBe(0);
  const failed = list.getByRole('listitem').filter({ hasText: 'Не отправлено' });
  await failed.getByRole('button', { name: 'Изменить' }).tap();
  const change = page.getByRole('dialog', { name: 'Изменить сообщение' });
  expect(await overflow(change)).toBe(0);
  await change.getByRole('button', { name: 'Сохранить' }).tap();
  await expect(change).toBeHidden();
  await expect(failed).toHaveCount(0);
});
