/** Tabs of the shop as their users see them: by roles and names, in Russian. */
import { expect, type Locator } from '@playwright/test';
import { ChatPage } from '@vestnik/testing/chatPage';

/** An open chat, on either side. */
abstract class ChatTab extends ChatPage {
  /** Instead of the composer while messages are selected. */
  readonly selection = this.page.getByRole('toolbar', { name: 'Выбранные сообщения' });
  /** Above the messages: whom the chat is with, and whether they are there. */
  readonly header = this.page.locator('vestnik-chat header');
  /** The message that a jump led to. */
  readonly target = this.page.locator('[data-target]');

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.sendButton.click();
  }

  /** Sends, and waits until the server has it. */
  async deliver(text: string): Promise<void> {
    await this.send(text);
    await expect(this.message(text).last()).toContainText(/отправлено|прочитано/);
  }

  /** Forwards the selected messages to the chat with this user. */
  async forwardTo(name: string): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: 'Куда переслать' });
    await dialog.getByRole('checkbox', { name }).check();
    await dialog.getByRole('button', { name: 'Переслать', exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  async report(text: string, reason: string): Promise<void> {
    await this.messageAction(text, 'Пожаловаться');
    const question = 'Почему вы жалуетесь на это сообщение?';
    await this.page.getByRole('textbox', { name: question }).fill(reason);
    await this.page.getByRole('button', { name: 'Отправить жалобу' }).click();
    await expect(this.page.getByText('Жалоба отправлена модератору.')).toBeVisible();
    await this.page.keyboard.press('Escape');
  }

  async waitUntilConnected(): Promise<void> {
    await expect(this.page.getByText(/^(не в сети|(был\(а\) )?в сети.*)$/)).toBeVisible();
  }

  /** Chooses from the menu of a chat in a list. */
  async chooseOfRow(row: Locator, item: string): Promise<void> {
    await row.hover();
    await row.getByRole('button', { name: /^Действия/ }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  async chatAction(name: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Действия', exact: true }).click();
    await this.page.getByRole('menuitem', { name, exact: true }).click();
  }
}

export class BuyerTab extends ChatTab {
  override readonly dialog = this.page.getByRole('dialog', { name: 'Чат с продавцом' });
  readonly launcher = this.page.getByRole('button', { name: /^Открыть чат/ });

  async openChat(): Promise<void> {
    await this.page.getByRole('button', { name: 'Чат', exact: true }).click();
    await expect(this.composer).toBeVisible();
    await this.waitUntilConnected();
  }

  /** Sends to the guest's newest chat without the window, faster than by hand. */
  async sendAtOnce(server: string, texts: readonly string[]): Promise<void> {
    const send = async ([api, ...all]: readonly string[]): Promise<void> => {
      const token = localStorage.getItem('chat_guest_token') ?? '';
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const answer = await fetch(`${api ?? ''}/chats`, { headers });
      const { chats } = (await answer.json()) as { chats: readonly { id: number }[] };
      const url = `${api ?? ''}/chats/${chats[0]?.id ?? 0}/messages`;
      const post = (text: string): Promise<Response> =>
        fetch(url, { method: 'POST', headers, body: JSON.stringify({ text }) });
      await Promise.all(all.map(post));
    };
    await this.page.evaluate(send, [`${server}/v1/market`, ...texts]);
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
    const stored = await this.page.evaluate(() => localStorage.getItem('vestnik:market:user'));
    const { user } = JSON.parse(stored ?? '{}') as { user?: { id: number } };
    return `Гость ${String(user?.id).slice(-4)}`;
  }
}

export class SellerTab extends ChatTab {
  readonly list = this.page.getByRole('navigation', { name: 'Сообщения покупателей' });

  async signIn(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    await expect(this.page.getByRole('heading', { name: `Профиль: ${name}` })).toBeVisible();
  }

  row(buyer: string): Locator {
    return this.list.getByRole('link').filter({ hasText: buyer });
  }

  async open(buyer: string): Promise<void> {
    await this.row(buyer).first().click();
    await this.waitUntilConnected();
  }
}
