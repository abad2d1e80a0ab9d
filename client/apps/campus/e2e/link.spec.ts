/** Links to messages, which the URL of the host has. */
import { ALISA, ANNA, DMITRY, expect, MAKSIM, POLINA, test } from './support/test.ts';

const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };
const MISSING = 'Сообщение удалено или недоступно вам.';

test('a link leads to its message after reload and Back', async ({ open, replicas }) => {
  const anna = await open(ANNA, { at: replicas[0], ...CLIPBOARD });
  await anna.createPrivate(MAKSIM);
  await anna.send('Сюда по ссылке');
  await anna.isSent('Сюда по ссылке');
  const path = await anna.copyLink('Сюда по ссылке');
  await anna.sendAll(Array.from({ length: 60 }, (_, n) => `Потом ${n + 1}.`));
  await anna.createPrivate(DMITRY);

  const maksim = await open(MAKSIM, { at: replicas[1], path });
  const { page } = maksim;
  const target = maksim.log.locator('[data-target]');
  await expect(maksim.message('Сюда по ссылке')).toBeInViewport();
  await expect(target).toContainText('Сюда по ссылке');
  await page.reload();
  await expect(target).toBeInViewport();

  await page.getByRole('button', { name: 'К последним сообщениям', exact: true }).click();
  // Opened at what is new, without a target.
  await expect(target).toHaveCount(0);
  expect(new URL(page.url()).searchParams.has('message')).toBe(false);
  await page.goto(path);
  await expect(target).toBeInViewport();
  await maksim.createPrivate(POLINA);
  await page.goBack();
  await expect(target).toBeInViewport();
  await expect(target).toContainText('Сюда по ссылке');
});

test('links to deleted messages or foreign chats show a notice', async ({ open, watch }) => {
  const anna = await open(ANNA, CLIPBOARD);
  await anna.createPrivate(MAKSIM);
  await anna.send('Ненадолго');
  await anna.isSent('Ненадолго');
  const path = await anna.copyLink('Ненадолго');
  const alisa = await open(ALISA, { path });
  await expect(alisa.page.getByText('Чат недоступен', { exact: true })).toBeVisible();
  await expect(alisa.message('Ненадолго')).toHaveCount(0);
  // The chat of the link was requested.
  watch.expectErrors(/status of 40[34] .*\/chats\/by-uuid\//);

  await anna.delete('Ненадолго');
  await anna.send('Осталось');
  const maksim = await open(MAKSIM, { path });
  await expect(maksim.message('Осталось')).toBeVisible();
  const notice = maksim.page.getByRole('status').filter({ hasText: MISSING });
  await expect(notice).toBeVisible();
  await notice.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await expect(notice).toHaveCount(0);
  expect(new URL(maksim.page.url()).searchParams.has('message')).toBe(false);
});

test('the action sheet copies a link to a message', async ({ open }) => {
  const anna = await open(ANNA, {
    ...CLIPBOARD,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  await anna.createPrivate(POLINA);
  await anna.composer.fill('С телефона');
  await anna.sendButton.tap();
  await anna.isSent('С телефона');
  await anna
    .message('С телефона')
    .getByRole('button', { name: 'Действия с сообщением', exact: true })
    .tap();
  await anna.dialog.getByRole('button', { name: 'Копировать ссылку', exact: true }).tap();
  const link = () => anna.page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(link).toMatch(/\/campus\/\?conversation=[\da-f-]{36}&message=\d+$/);
});
