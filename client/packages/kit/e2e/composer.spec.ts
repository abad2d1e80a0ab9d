import type { Locator } from '@playwright/test';

import { expect, test } from './support/test.ts';

const field = (root: Locator) => root.getByRole('textbox', { name: 'Сообщение' });
const sendButton = (root: Locator) => root.getByRole('button', { name: 'Отправить' });

/** Pastes or drops files, and possibly a text, as a browser does. */
async function transfer(
  target: Locator,
  kind: 'paste' | 'drop',
  files: readonly { name: string; type: string; size: number }[],
  text: string | null = null,
): Promise<void> {
  await target.evaluate(
    (element, options) => {
      const data = new DataTransfer();
      for (const { name, type, size } of options.files) {
        data.items.add(new File([new Uint8Array(size)], name, { type }));
      }
      if (options.text !== null) data.setData('text/plain', options.text);
      const init = { bubbles: true, cancelable: true };
      element.dispatchEvent(
        options.kind === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: data })
          : new DragEvent('drop', { ...init, dataTransfer: data }),
      );
    },
    { kind, files, text },
  );
}

test('Enter sends, Shift+Enter starts a line, and the field is empty again', async ({
  page,
  story,
}) => {
  const root = await story('composer-composer--empty');
  await expect(field(root)).toBeFocused();
  await expect(sendButton(root)).toBeDisabled();
  await page.keyboard.type('раз');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('два');
  await expect(field(root)).toHaveValue('раз\nдва');
  await page.keyboard.press('Enter');
  await expect(root.locator('output')).toContainText('"text":"раз\\nдва"');
  await expect(field(root)).toHaveValue('');
  await expect(field(root)).toBeFocused();
});

test('shortcuts toggle the formatting of the selection, and undo takes it back', async ({
  page,
  story,
}) => {
  const root = await story('composer-composer--empty');
  await field(root).fill('очень важно');
  await field(root).press('Control+a');
  await page.keyboard.press('Control+b');
  await expect(field(root)).toHaveValue('**очень важно**');
  await page.keyboard.press('Control+b');
  await expect(field(root)).toHaveValue('очень важно');
  await page.keyboard.press('Control+i');
  await expect(field(root)).toHaveValue('_очень важно_');
  await page.keyboard.press('Control+z');
  await expect(field(root)).not.toHaveValue('_очень важно_');
});

test('a member is suggested after @, chosen by keyboard, and not sent by Enter', async ({
  page,
  story,
}) => {
  const root = await story('composer-composer--empty');
  const list = root.getByRole('listbox', { name: 'Участники' });
  await field(root).pressSequentially('Привет, @');
  await expect(list.getByRole('option')).toHaveText(['Анна Соколова', 'Вера Лебедева']);
  await page.keyboard.press('ArrowDown');
  await expect(list.getByRole('option', { name: 'Вера Лебедева' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(field(root)).toHaveValue('Привет, @Вера Лебедева ');
  await expect(list).toBeHidden();
  await page.keyboard.type('и @со');
  await expect(list.getByRole('option')).toHaveText(['Анна Соколова']);
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(root.locator('output')).toHaveText(
    JSON.stringify({
      text: 'Привет, @Вера Лебедева и @со',
      mentions: [{ user_id: 8, start: 8, end: 22 }],
      files: [],
    }),
  );
});

test('pasted and dropped files are attached, and pasted text stays text', async ({ story }) => {
  const root = await story('composer-composer--empty');
  const tray = root.getByRole('list', { name: 'Вложения' });
  const picture = { name: 'снимок.png', type: 'image/png', size: 10 };
  await transfer(field(root), 'paste', [picture], 'ячейки таблицы');
  await expect(tray).toBeHidden();
  await transfer(field(root), 'paste', [picture]);
  await transfer(field(root), 'drop', [{ name: 'работа.pdf', type: 'application/pdf', size: 10 }]);
  await expect(tray.getByRole('listitem')).toHaveCount(2);
  await expect(sendButton(root)).toBeEnabled();
  await tray.getByRole('button', { name: 'Убрать: снимок.png' }).click();
  await expect(tray.getByRole('listitem')).toHaveText([/работа\.pdf/]);
});

test('a file that is too large or of a wrong type is named', async ({ story }) => {
  const root = await story('composer-composer--images-only');
  await transfer(field(root), 'paste', [
    { name: 'огромный.png', type: 'image/png', size: 2 * 1024 * 1024 },
    { name: 'работа.pdf', type: 'application/pdf', size: 10 },
  ]);
  const alert = root.getByRole('alert');
  await expect(alert).toContainText('«огромный.png» больше 1 МБ.');
  await expect(alert).toContainText('«работа.pdf»: здесь можно отправлять только изображения.');
  await alert.getByRole('button', { name: 'Скрыть' }).click();
  await expect(alert).toBeHidden();
});

test('a message is sent only when its files are ready', async ({ story }) => {
  const root = await story('composer-composer--attachments');
  await expect(sendButton(root)).toBeDisabled();
  await root.getByRole('button', { name: 'Убрать: archive.zip' }).click();
  await expect(sendButton(root)).toBeEnabled();
});

test('a text over the limit is announced and not sent', async ({ story }) => {
  const root = await story('composer-composer--too-long');
  await expect(field(root)).toHaveAttribute('aria-invalid', 'true');
  await expect(root.getByText('лишних символов — 4')).toBeVisible();
  await expect(sendButton(root)).toBeDisabled();
});

test('a large photo is scaled down and re-encoded, and a GIF is not', async ({ story }) => {
  const root = await story('composer-composer--empty');
  const size = await field(root).evaluate(async (element) => {
    const canvas = document.createElement('canvas');
    canvas.width = 3000;
    canvas.height = 2000;
    const context = canvas.getContext('2d');
    for (let at = 0; at < 3000; at += 3) {
      if (context) context.fillStyle = `hsl(${at * 7} 60% 50%)`;
      context?.fillRect(at, (at * 13) % 2000, 400, 300);
    }
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/png');
    });
    const data = new DataTransfer();
    data.items.add(new File([blob ?? ''], 'доска.png', { type: 'image/png' }));
    data.items.add(new File(['GIF89a'], 'кот.gif', { type: 'image/gif' }));
    const init = { bubbles: true, cancelable: true, clipboardData: data };
    element.dispatchEvent(new ClipboardEvent('paste', init));
    return blob?.size ?? 0;
  });
  await sendButton(root).click();
  const { files } = JSON.parse(await root.locator('output').innerText()) as {
    files: { name: string; type: string; size: number }[];
  };
  expect(files[0]).toMatchObject({ name: 'доска.webp', type: 'image/webp' });
  expect(files[0]?.size).toBeLessThan(size);
  expect(files[1]).toEqual({ name: 'кот.gif', type: 'image/gif', size: 6 });
});
