/** A tab of the app as its user sees it: by roles and names, in Russian. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Person } from '@vestnik/testing';
import { ChatPage, type Named } from '@vestnik/testing/chatPage';

/** How admins see a chat: its people's names in either order. */
function pairName(one: Named, other: Named): RegExp {
  return new RegExp(`^(${one.name} — ${other.name}|${other.name} — ${one.name})$`);
}

/** Where messages are read and sent. */
export const MESSAGES = /\/v1\/school\/chats\/\d+\/messages$/;

export class SchoolPage extends ChatPage {
  readonly sections: Locator;
  /** The note on the state of the connection. */
  readonly connection: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly signInButton: Locator;

  constructor(page: Page) {
    super(page);
    this.sections = page.getByRole('navigation', { name: 'Разделы', exact: true });
    this.connection = page.getByRole('status');
    this.email = page.getByRole('textbox', { name: 'E-mail', exact: true });
    this.password = page.getByLabel('Пароль', { exact: true });
    this.signInButton = page.getByRole('button', { name: 'Войти', exact: true });
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

  async openChat(other: Named): Promise<void> {
    await this.chat(other).click();
    await expect(this.conversation(other)).toBeVisible();
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.sendButton.click();
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
}
