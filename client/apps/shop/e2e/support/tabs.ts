/** Tabs of the shop as their users see them: by roles and names, in Russian. */
import { expect, type Locator, type Page } from '@playwright/test';

/** An open chat, on either side. */
abstract class ChatTab {
  readonly page: Page;
  readonly log: Locator;
  readonly composer: Locator;

  constructor(page: Page) {
    this.page = page;
    this.log = page.getByRole('log', { name: 'Сообщения' });
    this.composer = page.getByRole('textbox', { name: 'Сообщение', exact: true });
  }

  message(text: string): Locator {
    return this.log.getByRole('article').filter({ hasText: text });
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  async untilConnected(): Promise<void> {
    await expect(this.page.getByText(/^(не )?в сети$/)).toBeVisible();
  }

  async act(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Действия', exact: true }).click();
    await this.page.getByRole('button', { name, exact: true }).click();
  }
}

export class BuyerTab extends ChatTab {
  readonly dialog = this.page.getByRole('dialog');
  readonly launcher = this.page.getByRole('button', { name: /^Открыть чат/ });

  async openChat(): Promise<void> {
    await this.page.getByRole('button', { name: 'Чат', exact: true }).click();
    await expect(this.composer).toBeVisible();
    await this.untilConnected();
  }

  async minimise(): Promise<void> {
    await this.page.getByRole('button', { name: 'Свернуть чат' }).click();
    await expect(this.dialog).toBeHidden();
  }

  /** What the browser remembers of its guest. */
  async uuid(): Promise<string> {
    return (await this.page.evaluate(() => localStorage.getItem('chat_buyer_id'))) ?? '';
  }

  /** By whose name the seller sees this guest. */
  async guestName(): Promise<string> {
    return `Гость ${(await this.uuid()).slice(0, 4)}`;
  }
}

export class SellerTab extends ChatTab {
  readonly list = this.page.getByRole('navigation', { name: 'Сообщения покупателей' });

  async signIn(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    await expect(this.page.getByRole('heading', { name: `Профиль: ${name}` })).toBeVisible();
  }

  row(buyer: string): Locator {
    return this.list.getByRole('button').filter({ hasText: buyer });
  }

  async open(buyer: string): Promise<void> {
    await this.row(buyer).first().click();
    await this.untilConnected();
  }
}
