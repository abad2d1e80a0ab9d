/** A browser that stores texts but no files, as WebKit's private windows. */
import { FAKE_MICROPHONE, PICTURE } from '@vestnik/testing/chatPage';
import type { BrowserContext } from '@playwright/test';

import { expect, test } from './support/test.ts';

test.use({
  // The worker serves parts of the page that are first used without a connection.
  serviceWorkers: 'allow',
  permissions: ['microphone'],
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...FAKE_MICROPHONE] });
  },
});

/** From now on, IndexedDB refuses values with files in them. */
async function refuseFiles(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const hasFile = (value: unknown): boolean =>
      value instanceof Blob ||
      (typeof value === 'object' && value !== null && Object.values(value).some(hasFile));
    for (const name of ['add', 'put'] as const) {
      const store = Reflect.get(IDBObjectStore.prototype, name);
      IDBObjectStore.prototype[name] = function (value: unknown, key?: IDBValidKey) {
        if (hasFile(value)) throw new DOMException('no files', 'DataCloneError');
        return key === undefined ? store.call(this, value) : store.call(this, value, key);
      };
    }
  });
}

test('photos, files and voice are sent though none can be stored', async ({ openBoth }) => {
  const [hers, his] = await openBoth();
  await refuseFiles(hers.page.context());
  await hers.page.reload();
  await hers.attachFiles({ name: 'доска.png', mimeType: 'image/png', buffer: PICTURE });
  await expect(hers.sendButton).toBeEnabled();
  await hers.send('Фото');
  await expect(his.message('Фото').getByRole('link', { name: /доска/ })).toBeVisible();

  const text = Buffer.from('Задачи');
  await hers.attachFiles({ name: 'задачи.txt', mimeType: 'text/plain', buffer: text });
  await expect(hers.sendButton).toBeEnabled();
  await hers.send('Файл');
  await expect(his.message('Файл')).toContainText('задачи.txt');

  await hers.page.getByRole('button', { name: 'Записать голосовое сообщение' }).click();
  await expect(hers.page.getByText('0:01', { exact: true })).toBeVisible();
  await hers.page.getByRole('button', { name: 'Отправить голосовое сообщение' }).click();
  await expect(his.log.getByRole('button', { name: 'Слушать' })).toBeVisible();
});

test('a photo that cannot be stored waits for the connection', async ({ openBoth, watch }) => {
  watch.networkMayFail = true;
  const [hers, his] = await openBoth();
  await refuseFiles(hers.page.context());
  await hers.page.reload();
  await expect(hers.composer).toBeVisible();
  await hers.page.context().setOffline(true);
  await hers.attachFiles({ name: 'доска.png', mimeType: 'image/png', buffer: PICTURE });
  await expect(hers.sendButton).toBeEnabled();
  await hers.send('Фото без связи');
  await expect(hers.message('Фото без связи')).toBeVisible();
  await hers.page.context().setOffline(false);
  await expect(his.message('Фото без связи').getByRole('link', { name: /доска/ })).toBeVisible();
});
