import type {
  NewScheduledMessage,
  PageQuery,
  PageWithUsers,
  ScheduledChange,
  ScheduledMessage,
} from '../model.ts';
import type { NativeHttp } from './nativeHttp.ts';
import { pageQuery } from './pageQuery.ts';
import { expectSuccess, readBody } from './request.ts';

/**
 * The user's messages that are sent later. The events `scheduled` and `scheduled_failed` tell of changes, those of
 * other devices too. All methods reject with a `VestnikError`.
 */
export class ScheduledMessages {
  readonly #http: NativeHttp;
  readonly #path: { readonly realm: string };

  constructor(http: NativeHttp, realm: string) {
    this.#http = http;
    this.#path = { realm };
  }

  /** Those that wait, and those that failed, of all chats, in the order in which they were scheduled. */
  async list(query: PageQuery = {}): Promise<PageWithUsers<ScheduledMessage>> {
    const params = { path: this.#path, query: pageQuery(query) };
    const page = await readBody(this.#http.GET('/v1/{realm}/scheduled', { params }));
    return { items: page.scheduled, users: page.users, nextCursor: page.next_cursor };
  }

  /** Repeating it with the same `client_id` schedules no second message. */
  async create(chatId: number, body: NewScheduledMessage): Promise<ScheduledMessage> {
    const params = { path: { ...this.#path, id: chatId } };
    const made = await readBody(
      this.#http.POST('/v1/{realm}/chats/{id}/messages', { params, body }),
    );
    // Only without a time it is sent at once.
    return made as ScheduledMessage;
  }

  /** What is absent stays. One that has failed waits again, for another time. */
  async change(id: number, body: ScheduledChange): Promise<ScheduledMessage> {
    const params = { path: { ...this.#path, id } };
    return readBody(this.#http.PATCH('/v1/{realm}/scheduled/{id}', { params, body }));
  }

  async cancel(id: number): Promise<void> {
    const params = { path: { ...this.#path, id } };
    await expectSuccess(this.#http.DELETE('/v1/{realm}/scheduled/{id}', { params }));
  }
}
