/** Back on a phone closes what lies over the chat, in a page whose history is the host's. */
import { goBackFrom, historyIndex } from '@vestnik/testing/history';

import { ANNA, expect, MAKSIM, POLINA, test } from './support/test.ts';

const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  reducedMotion: 'reduce',
} as const;

test('Back closes sheets and dialogs, then leads to the list', async ({ open }) => {
  const anna = await open(ANNA, PHONE);
  const { page, dialog } = anna;
  await goBackFrom(page, async () => {
    await page.getByRole('button', { name: 'Новый чат', exact: true }).tap();
    await expect(dialog).toBeVisible();
  });
  await expect(dialog).toBeHidden();

  await anna.createPrivate(MAKSIM);
  await anna.composer.fill('Под листом');
  await anna.sendButton.tap();
  await anna.isSent('Под листом');
  const address = page.url();
  const actions = anna.message('Под листом').getByRole('button', { name: 'Действия с сообщением' });
  await goBackFrom(page, async () => {
    await actions.tap();
    await dialog.getByRole('button', { name: 'Удалить', exact: true }).tap();
    await expect(dialog.getByRole('button', { name: 'Отмена', exact: true })).toBeVisible();
  });
  await expect(dialog).toBeHidden();
  expect(page.url()).toBe(address);
  await expect(anna.message('Под листом')).toBeVisible();

  await page.goBack();
  await expect(anna.conversation(MAKSIM.name)).toBeVisible();
  expect(new URL(page.url()).search).toBe('');
});

test('the host keeps its state in the history', async ({ open }) => {
  const anna = await open(ANNA, PHONE);
  const { page, dialog } = anna;
  await anna.createPrivate(POLINA);
  await anna.composer.fill('Под листом');
  await anna.sendButton.tap();
  await anna.isSent('Под листом');
  const stateOf = () => page.evaluate(() => JSON.stringify(history.state));
  const state = await stateOf();
  const search = page.getByRole('region', { name: 'Поиск по сообщениям' });
  const index = await historyIndex(page);
  await page.getByRole('button', { name: 'Поиск по сообщениям' }).last().tap();
  await expect(search).toBeVisible();
  await expect.poll(() => historyIndex(page)).toBe(index + 1);
  expect(JSON.parse(await stateOf())).toMatchObject(JSON.parse(state) as Record<string, unknown>);
  await search.getByRole('button', { name: 'Закрыть поиск' }).tap();
  await expect(search).toBeHidden();
  await expect.poll(stateOf).toBe(state);

  // The host goes elsewhere while a layer is open: its new entry stays.
  await page.getByRole('button', { name: 'Действия с сообщением' }).first().tap();
  await expect(dialog).toBeVisible();
  await expect.poll(() => historyIndex(page)).toBe(index + 1);
  await page.evaluate(() => {
    history.pushState({ ...(history.state as object), host: 1 }, '', '/campus/?host=1');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await expect(anna.conversation(POLINA.name)).toBeVisible();
  await expect(page).toHaveURL(/\?host=1$/);
  await page.goBack();
  await expect(page).toHaveURL(/conversation=/);
  await expect(anna.log).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect.poll(stateOf).toBe(state);
});
