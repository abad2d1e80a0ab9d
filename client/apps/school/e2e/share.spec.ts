/** Sharing from other applications (Web Share Target). The page sends the form as a browser would. */
import { expect, type SchoolPage, test } from './support/test.ts';

test.use({ serviceWorkers: 'allow' });

const PHOTO = 'Открыть изображение: доска.png';

/** Navigates as the browser does when the user chooses this application for a photo and a text. */
async function share({ page }: SchoolPage): Promise<void> {
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext('2d')?.fillRect(0, 0, 8, 8);
    const files = new DataTransfer();
    const photo = await canvas.convertToBlob({ type: 'image/png' });
    files.items.add(new File([photo], 'доска.png', { type: 'image/png' }));
    const form = document.createElement('form');
    form.method = 'post';
    form.action = '/share';
    form.enctype = 'multipart/form-data';
    const input = document.createElement('input');
    input.type = 'file';
    input.name = 'files';
    input.files = files.files;
    const text = document.createElement('input');
    text.name = 'text';
    text.value = 'С урока';
    form.append(input, text);
    document.body.append(form);
    form.submit();
  });
  await page.waitForURL('**/share');
}

async function hasShared({ page }: SchoolPage): Promise<boolean> {
  return page.evaluate(() => caches.has('shared'));
}

/** Waits until the service worker answers for the page. */
async function untilControlled(tab: SchoolPage): Promise<void> {
  await tab.waitForOfflineCache();
  await tab.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

test('a photo shared offline waits in the chosen chat’s composer', async ({
  open,
  pair: { teacher, student },
  replicas,
  watch,
}) => {
  watch.networkMayFail = true;
  const his = await open(student, { at: replicas[1] });
  await his.openChat(teacher);
  const hers = await open(teacher, { at: replicas[0] });
  await hers.openChat(student);
  await hers.composer.fill('Начато раньше.');
  await untilControlled(hers);

  await hers.page.context().setOffline(true);
  await share(hers);
  await expect(hers.page.getByText('С урока')).toBeVisible();
  await expect(hers.page.getByText('доска.png')).toBeVisible();
  await hers.page.getByRole('searchbox', { name: 'Поиск по чатам' }).fill(student.name);
  const chats = hers.page.getByRole('list', { name: 'Чаты' });
  await chats.getByRole('button', { name: student.name }).click();
  await expect(hers.composer).toHaveValue('Начато раньше.\nС урока');
  await expect(hers.page.getByText('доска.png')).toBeVisible();
  await expect.poll(() => hasShared(hers)).toBe(false);
  await hers.page.context().setOffline(false);

  await hers.sendButton.click();
  const arrived = his.message('С урока');
  await expect(arrived.getByRole('link', { name: PHOTO })).toBeVisible();
  await hers.page.goto('/share');
  await expect(hers.page.getByText('Отправлять нечего')).toBeVisible();
});

test('cancelling and signing out delete shared content', async ({
  open,
  pair: { teacher, student },
}) => {
  const tab = await open(teacher);
  await expect(tab.chat(student)).toBeVisible();
  await untilControlled(tab);
  await share(tab);
  await tab.page.getByRole('button', { name: 'Отменить' }).click();
  await expect(tab.chat(student)).toBeVisible();
  await expect.poll(() => hasShared(tab)).toBe(false);

  await share(tab);
  expect(await hasShared(tab)).toBe(true);
  await tab.signOut();
  await expect.poll(() => hasShared(tab)).toBe(false);
});

test('the installed application is a target for shared files', async ({ open, pair }) => {
  const { page } = await open(pair.teacher);
  const href = await page.locator('link[rel=manifest]').getAttribute('href');
  const answer = await page.request.get(href ?? '');
  expect(await answer.json()).toMatchObject({
    share_target: { action: '/share', method: 'POST', params: { files: [{ name: 'files' }] } },
  });
  const devTools = await page.context().newCDPSession(page);
  const { installabilityErrors } = await devTools.send('Page.getInstallabilityErrors');
  // Browsers of the tests have no profile, in which nothing can be installed.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
});
