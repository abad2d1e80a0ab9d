/** A tab of the demo as its user sees it: by roles and names, in Russian. */
import { expect, type Locator, type Page } from '@playwright/test';
import { ChatPage, type Named } from '@vestnik/testing/chatPage';

/** Somebody of the demo. */
export interface DemoUser extends Named {
  readonly email: string;
}

export class CampusPage extends ChatPage {
  /** That one's own connection is lost. */
  readonly lost: Locator;

  constructor(page: Page) {
    super(page);
    this.lost = page.getByText('Нет соединения с сервером. Сообщения отправятся');
  }

  async signIn({ name }: DemoUser): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
    await expect(this.page.getByRole('button', { name: 'Новый чат', exact: true })).toBeVisible();
  }

  conversation(title: string): Locator {
    return this.chat({ name: title });
  }

  async open(title: string): Promise<void> {
    await this.conversation(title).click();
    await this.waitUntilConnected();
  }

  async waitUntilConnected(): Promise<void> {
    await expect(this.page.locator('[data-connection=live]')).toBeVisible();
    await expect(this.composer).toBeVisible();
  }

  async createPrivate(other: DemoUser): Promise<void> {
    await this.page.getByRole('button', { name: 'Новый чат', exact: true }).click();
    await this.choose('Собеседник', other);
    await this.dialog.getByRole('button', { name: 'Создать', exact: true }).click();
    await expect(this.dialog).toBeHidden();
    await this.waitUntilConnected();
  }

  async createGroup(title: string, others: readonly DemoUser[]): Promise<void> {
    await this.page.getByRole('button', { name: 'Новый чат', exact: true }).click();
    await this.dialog.getByText('Группа', { exact: true }).click();
    await this.dialog.getByRole('textbox', { name: 'Название группы', exact: true }).fill(title);
    for (const other of others) await this.choose('Участники', other);
    await this.dialog.getByRole('button', { name: 'Создать', exact: true }).click();
    await expect(this.dialog).toBeHidden();
    await this.waitUntilConnected();
  }

  async choose(label: string, { name }: DemoUser): Promise<void> {
    const field = this.dialog.getByRole('combobox', { name: label, exact: true });
    await field.fill(name);
    await this.dialog.getByRole('option').filter({ hasText: name }).click();
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

  async isSent(text: string): Promise<void> {
    await expect(this.message(text).first()).toContainText(/отправлено|прочитано/);
  }

  /** Waits until the copy for offline use has a text. */
  async copiesHave(text: string): Promise<void> {
    const read = () =>
      this.page.evaluate(async () => {
        const databases = await indexedDB.databases();
        const name = databases.find((one) => one.name?.includes('campus-copies'))?.name;
        if (name === undefined) return '';
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open(name);
          request.onsuccess = () => {
            resolve(request.result);
          };
          request.onerror = () => {
            reject(new Error('the copies cannot be opened'));
          };
        });
        const stores = [...database.objectStoreNames];
        const all = await Promise.all(
          stores.map(
            (store) =>
              new Promise<unknown>((resolve) => {
                const request = database.transaction(store).objectStore(store).getAll();
                request.onsuccess = () => {
                  resolve(request.result);
                };
              }),
          ),
        );
        database.close();
        return JSON.stringify(all);
      });
    // In the history, and as the newest one of the list.
    await expect.poll(async () => (await read()).split(text).length).toBeGreaterThan(2);
  }

  /** Cuts the stream, and lets no other begin until it is restored. Requests go on. */
  async cutStream(): Promise<{ restore(): Promise<void> }> {
    const stream = /\/v1\/campus\/events/;
    await this.page.route(stream, (route) => route.abort());
    // Routing does not end the stream that is there.
    await this.page.reload();
    return {
      restore: async () => {
        await this.page.unroute(stream);
        await this.page.evaluate(() => window.dispatchEvent(new Event('online')));
      },
    };
  }

  /** Opens the details of the open group. */
  async about(title: string): Promise<void> {
    const heading = this.page.getByRole('heading', { name: title, exact: true });
    await heading.getByRole('button').click();
    await expect(this.dialog).toBeVisible();
  }
}
