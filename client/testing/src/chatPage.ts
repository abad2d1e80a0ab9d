/** A tab with a chat as its user sees it, in any application: by roles and names, in Russian. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Somebody, or a group. */
export interface Named {
  readonly name: string;
}

export class ChatPage {
  readonly page: Page;
  /** The list of chats. */
  readonly chats: Locator;
  readonly composer: Locator;
  readonly sendButton: Locator;
  readonly dialog: Locator;
  readonly signOutButton: Locator;

  constructor(page: Page) {
    this.page = page;
    this.chats = page.getByRole('navigation', { name: 'Чаты', exact: true });
    this.composer = page.getByRole('textbox', { name: 'Сообщение', exact: true });
    this.sendButton = page.getByRole('button', { name: 'Отправить', exact: true });
    this.dialog = page.getByRole('dialog');
    this.signOutButton = page.getByRole('button', { name: 'Выйти', exact: true });
  }

  /** The one open conversation, whosever. */
  get log(): Locator {
    return this.page.getByRole('log');
  }

  /** The link to the chat with a person, or to a group. */
  chat({ name }: Named): Locator {
    return this.chats.getByRole('link', { name, exact: true });
  }

  /** The unread badge of a chat. */
  unread(other: Named, count: number): Locator {
    return this.chat(other).getByRole('img', { name: `Непрочитанных: ${count}`, exact: true });
  }

  /** Chooses from the menu of a chat. */
  async chooseOfChat({ name }: Named, item: string): Promise<void> {
    await this.page.getByRole('button', { name: `Действия: ${name}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** The message of the open conversation with this text in it. */
  message(text: string): Locator {
    return this.page.getByRole('article').filter({ hasText: text });
  }

  /** Opens the menu of a message. */
  async openMenu(text: string): Promise<void> {
    // A later one may quote it.
    const message = this.message(text).first();
    await message.hover();
    await message.getByRole('button', { name: 'Действия с сообщением', exact: true }).click();
  }

  /** Chooses from the menu of a message. */
  async messageAction(text: string, action: string): Promise<void> {
    await this.openMenu(text);
    await this.page.getByRole('menuitem', { name: action, exact: true }).click();
  }

  async react(text: string, emoji: string): Promise<void> {
    await this.openMenu(text);
    await this.page.getByRole('button', { name: `Реакция ${emoji}`, exact: true }).click();
  }

  /** Copies the link to a message, in a browser that permits it: the path of its address. */
  async copyLink(text: string): Promise<string> {
    await this.messageAction(text, 'Копировать ссылку');
    const link = await this.page.evaluate(() => navigator.clipboard.readText());
    const { pathname, search } = new URL(link);
    return pathname + search;
  }

  /** Deletes an own message and confirms. */
  async delete(text: string): Promise<void> {
    await this.messageAction(text, 'Удалить');
    await this.dialog.getByRole('button', { name: 'Удалить', exact: true }).click();
    await expect(this.dialog).toBeHidden();
  }

  async attachFiles(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
    await this.page.locator('input[type="file"]').first().setInputFiles(files);
  }

  /** Waits until the service worker can serve the page without a network. */
  async waitForOfflineCache(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  }
}

/** A picture of 2 × 2 pixels. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==',
  'base64',
);

/** Arguments of a Chromium that records a generated sound without a question. */
export const FAKE_MICROPHONE = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];
