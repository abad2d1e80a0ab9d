/** A tab of the demo as its user sees it: by roles and names, in Russian. */
import { expect, type Locator, type Page, type WebSocketRoute } from '@playwright/test';

/** Somebody of the demo. */
export interface Somebody {
  readonly name: string;
  readonly email: string;
}

export class Tab {
  readonly page: Page;
  readonly list: Locator;
  readonly log: Locator;
  readonly composer: Locator;
  readonly dialog: Locator;
  /** That one's own connection is lost. */
  readonly lost: Locator;

  constructor(page: Page) {
    this.page = page;
    this.list = page.getByRole('navigation', { name: 'Чаты' });
    this.log = page.getByRole('log');
    this.composer = page.getByRole('textbox', { name: 'Сообщение', exact: true });
    this.dialog = page.getByRole('dialog');
    this.lost = page.getByText('Нет соединения с сервером. Сообщения отправятся');
  }

  async signIn({ name }: Somebody): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    await expect(this.list).toBeVisible();
  }

  conversation(title: string): Locator {
    return this.list.getByRole('button', { name: title, exact: true });
  }

  async open(title: string): Promise<void> {
    // A list that is open already learns of a new chat only every ten seconds.
    await this.conversation(title).click();
    await this.untilConnected();
  }

  async untilConnected(): Promise<void> {
    await expect(this.page.locator('[data-connection=open]')).toBeVisible();
  }

  async createPrivate(other: Somebody): Promise<void> {
    await this.page.getByRole('button', { name: 'Новый чат', exact: true }).click();
    await this.choose('Собеседник', other);
    await this.dialog.getByRole('button', { name: 'Создать', exact: true }).click();
    await expect(this.dialog).toBeHidden();
    await this.untilConnected();
  }

  async createGroup(title: string, others: readonly Somebody[]): Promise<void> {
    await this.page.getByRole('button', { name: 'Новый чат', exact: true }).click();
    await this.dialog.getByText('Группа', { exact: true }).click();
    await this.dialog.getByRole('textbox', { name: 'Название', exact: true }).fill(title);
    for (const other of others) await this.choose('Участники', other);
    await this.dialog.getByRole('button', { name: 'Создать', exact: true }).click();
    await expect(this.dialog).toBeHidden();
    await this.untilConnected();
  }

  async choose(label: string, { name }: Somebody): Promise<void> {
    const field = this.dialog.getByRole('combobox', { name: label, exact: true });
    await field.fill(name);
    await this.dialog.getByRole('option').filter({ hasText: name }).click();
  }

  message(text: string): Locator {
    return this.log.getByRole('article').filter({ hasText: text });
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Sends by REST, as fast as may be. */
  async sendAll(texts: readonly string[]): Promise<void> {
    const conversation = new URL(this.page.url()).searchParams.get('conversation');
    await this.page.evaluate(
      async ([conversation_id, texts]) => {
        const { access } = JSON.parse(localStorage.getItem('auth_data') ?? '{}') as {
          access: string;
        };
        const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${access}` };
        for (const text of texts) {
          const body = JSON.stringify({ conversation_id, text });
          const sent = await fetch('/api/unet-chat/messages/', { method: 'POST', headers, body });
          if (!sent.ok) throw new Error(`${sent.status}`);
        }
      },
      [conversation, texts] as const,
    );
  }

  /** Presses one of a message's buttons. */
  async act(text: string, what: 'Ответить' | 'Изменить' | 'Удалить'): Promise<void> {
    // A later one may quote it.
    const message = this.message(text).first();
    await message.hover();
    await message.getByRole('button', { name: what, exact: true }).click();
  }

  /** From now on its sockets may be cut, and are not to be had until they are mended. */
  async cutSockets(): Promise<{ cut(): void; mend(): Promise<void> }> {
    const open = new Set<WebSocketRoute>();
    let isCut = false;
    await this.page.routeWebSocket(/\/ws\//, (socket) => {
      if (isCut) {
        void socket.close();
        return;
      }
      socket.connectToServer();
      open.add(socket);
    });
    // Those from before are not seen.
    await this.page.reload();
    return {
      cut: () => {
        isCut = true;
        for (const socket of open) void socket.close();
        open.clear();
      },
      mend: async () => {
        isCut = false;
        // It may have tried for the last time.
        await this.page.evaluate(() => window.dispatchEvent(new Event('online')));
      },
    };
  }

  async about(): Promise<void> {
    await this.page.getByRole('button', { name: 'О чате', exact: true }).click();
    await expect(this.dialog).toBeVisible();
  }
}
