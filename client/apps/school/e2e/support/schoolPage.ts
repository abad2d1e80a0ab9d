/** A tab of the app as its user sees it: by roles and names, in Russian. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from '@vestnik/testing';

type Named = Pick<Person, 'name'>;

/** How admins see a chat: its people's names in either order. */
function pairName(one: Named, other: Named): RegExp {
  return new RegExp(`^(${one.name} — ${other.name}|${other.name} — ${one.name})$`);
}

/** Where messages are read and sent. */
export const MESSAGES = /\/v1\/school\/chats\/\d+\/messages$/;

export class SchoolPage {
  readonly page: Page;
  /** The list of chats. */
  readonly chats: Locator;
  readonly sections: Locator;
  readonly composer: Locator;
  readonly sendButton: Locator;
  /** The note on the state of the connection. */
  readonly connection: Locator;
  readonly dialog: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly signInButton: Locator;
  readonly signOutButton: Locator;

  constructor(page: Page) {
    this.page = page;
    this.chats = page.getByRole('navigation', { name: 'Чаты', exact: true });
    this.sections = page.getByRole('navigation', { name: 'Разделы', exact: true });
    this.composer = page.getByRole('textbox', { name: 'Сообщение', exact: true });
    this.sendButton = page.getByRole('button', { name: 'Отправить', exact: true });
    this.connection = page.getByRole('status');
    this.dialog = page.getByRole('dialog');
    this.email = page.getByRole('textbox', { name: 'E-mail', exact: true });
    this.password = page.getByLabel('Пароль', { exact: true });
    this.signOutButton = page.getByRole('button', { name: 'Выйти', exact: true });
    this.signInButton = page.getByRole('button', { name: 'Войти', exact: true });
  }

  /** The link to the chat with a person. */
  chat(other: Named): Locator {
    return this.chats.getByRole('link', { name: other.name, exact: true });
  }

  /** The unread badge of the chat with a person. */
  unread(other: Named, count: number): Locator {
    return this.chat(other).getByRole('img', { name: `Непрочитанных: ${count}`, exact: true });
  }

  /** The open conversation with a person. */
  conversation(other: Named): Locator {
    return this.page.getByRole('log', { name: other.name, exact: true });
  }

  /** An admin's link to the chat of two people. */
  chatOf(one: Named, other: Named): Locator {
    return this.chats.getByRole('link', { name: pairName(one, other) });
  }

  /** An admin's view of the conversation of two people. */
  conversationOf(one: Named, other: Named): Locator {
    return this.page.getByRole('log', { name: pairName(one, other) });
  }

  /** The one open conversation, whosever. */
  get log(): Locator {
    return this.page.getByRole('log');
  }

  /** The message of the open conversation with this text in it. */
  message(text: string): Locator {
    return this.page.getByRole('article').filter({ hasText: text });
  }

  /** Chooses from the menu of the chat with a person. */
  async chooseOfChat({ name }: Named, item: string): Promise<void> {
    await this.page.getByRole('button', { name: `Действия: ${name}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  async openChat(other: Named): Promise<void> {
    await this.chat(other).click();
    await expect(this.conversation(other)).toBeVisible();
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.sendButton.click();
  }

  /** Opens the menu of a message. */
  async openMenu(text: string): Promise<void> {
    const message = this.message(text);
    await message.hover();
    await message.getByRole('button', { name: 'Действия с сообщением', exact: true }).click();
  }

  /** Chooses from the menu of a message. */
  async messageAction(text: string, action: string): Promise<void> {
    await this.openMenu(text);
    await this.page.getByRole('menuitem', { name: action, exact: true }).click();
  }

  /** Deletes an own message and confirms. */
  async delete(text: string): Promise<void> {
    await this.messageAction(text, 'Удалить');
    await this.dialog.getByRole('button', { name: 'Удалить', exact: true }).click();
    await expect(this.dialog).toBeHidden();
  }

  async section(name: 'Чаты' | 'Занятия' | 'Люди'): Promise<void> {
    await this.sections.getByRole('link', { name, exact: true }).click();
  }

  async signIn(person: Pick<Person, 'email' | 'password'>): Promise<void> {
    await this.email.fill(person.email);
    await this.password.fill(person.password);
    await this.signInButton.click();
  }

  /** Opens the user's menu, which has the language and the theme. */
  async openSettings(): Promise<void> {
    await this.page.getByRole('button', { name: 'Настройки', exact: true }).click();
  }

  async signOut(): Promise<void> {
    await this.signOutButton.click();
    await expect(this.signInButton).toBeVisible();
  }

  /** From now on every send of the page is answered with a refusal. */
  async rejectMessages(): Promise<void> {
    const problem = {
      type: 'about:blank',
      title: 'Forbidden',
      status: 403,
      code: 'not_a_participant',
      detail: 'you are not in this chat',
    };
    await this.page.route(MESSAGES, (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 403,
            contentType: 'application/problem+json',
            body: JSON.stringify(problem),
          })
        : route.continue(),
    );
  }

  /** Waits until the service worker can serve the page without a network. */
  async waitForOfflineCache(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
  }
}
