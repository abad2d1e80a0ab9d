import { snapshot, succeed, unwrap, type Http } from '../../http/request.ts';
import type {
  AdminChatItem,
  ChatItem,
  Lesson,
  LessonStatus,
  Message,
  MessagePage,
  NewLesson,
  NewUser,
  Page,
  Snapshot,
  User,
} from './types.ts';

/** Which page of a list. */
export interface PageQuery {
  readonly cursor?: string | undefined;
  readonly limit?: number;
}

export interface HistoryQuery {
  /** The newest before this message. */
  readonly before_id?: number;
  /** The oldest after this message. */
  readonly after_id?: number;
  /** 1 to 100. */
  readonly limit?: number;
  readonly include_deleted?: boolean;
}

/** The requests of the school, a method each. All of them reject with a `VestnikError`. */
export class Api {
  readonly #http: Http;
  /** Marks and notices on their way, for which nobody waits. */
  readonly #asides = new Set<Promise<void>>();

  constructor(http: Http) {
    this.#http = http;
  }

  async signIn(email: string, password: string): Promise<User> {
    const body = { email, password };
    return (await unwrap(this.#http.POST('/api/auth/login', { body }))).user;
  }

  async signOut(): Promise<void> {
    // One that the log-out overtook would be refused.
    await Promise.allSettled(this.#asides);
    await succeed(this.#http.POST('/api/auth/logout'));
  }

  async refresh(): Promise<void> {
    await succeed(this.#http.POST('/api/auth/refresh'));
  }

  async me(): Promise<User> {
    return unwrap(this.#http.GET('/api/me'));
  }

  async chats(query: PageQuery): Promise<Snapshot<Page<ChatItem>>> {
    const { value, asOf } = await snapshot(
      this.#http.GET('/api/chats', { params: { query: { ...defined(query), read_marks: true } } }),
    );
    return { value: { items: value.chats, nextCursor: value.next_cursor }, asOf };
  }

  async allChats(q: string, query: PageQuery): Promise<Snapshot<Page<AdminChatItem>>> {
    const { value, asOf } = await snapshot(
      this.#http.GET('/api/admin/chats', { params: { query: defined({ ...query, q }) } }),
    );
    return { value: { items: value.chats, nextCursor: value.next_cursor }, asOf };
  }

  /** Marks nothing read: see {@link markRead}. */
  async history(chatId: number, query: HistoryQuery): Promise<Snapshot<MessagePage>> {
    return snapshot(
      this.#http.GET('/api/chats/{chat_id}/messages', {
        params: { path: { chat_id: chatId }, query: { ...query, visit: false } },
      }),
    );
  }

  async markRead(chatId: number, upToId: number): Promise<void> {
    await this.#aside(
      this.#http.POST('/api/chats/{chat_id}/read', {
        params: { path: { chat_id: chatId } },
        body: { up_to_id: upToId },
      }),
    );
  }

  async announceTyping(chatId: number, isTyping: boolean): Promise<void> {
    await this.#aside(
      this.#http.POST('/api/chats/{chat_id}/typing', {
        params: { path: { chat_id: chatId } },
        body: { is_typing: isTyping },
      }),
    );
  }

  /** Repeating it with the same `clientId` sends nothing again. */
  async send(chatId: number, content: string, clientId: string): Promise<Message> {
    const body = { chat_id: chatId, content, client_id: clientId };
    return unwrap(this.#http.POST('/api/messages', { body }));
  }

  async deleteMessage(messageId: number): Promise<void> {
    const params = { path: { message_id: messageId } };
    await succeed(this.#http.DELETE('/api/messages/{message_id}', { params }));
  }

  async lessons(query: PageQuery): Promise<Page<Lesson>> {
    const page = await unwrap(
      this.#http.GET('/api/lessons', { params: { query: defined(query) } }),
    );
    return { items: page.lessons, nextCursor: page.next_cursor };
  }

  async scheduleLesson(lesson: NewLesson): Promise<Lesson> {
    return unwrap(this.#http.POST('/api/lessons', { body: lesson }));
  }

  async changeLesson(id: number, status: LessonStatus): Promise<Lesson> {
    const params = { path: { id } };
    return unwrap(this.#http.PATCH('/api/lessons/{id}', { params, body: { status } }));
  }

  async users(q: string, query: PageQuery): Promise<Page<User>> {
    const page = await unwrap(
      this.#http.GET('/api/admin/users', { params: { query: defined({ ...query, q }) } }),
    );
    return { items: page.users, nextCursor: page.next_cursor };
  }

  async addUser(user: NewUser): Promise<User> {
    return unwrap(this.#http.POST('/api/admin/users', { body: user }));
  }

  async #aside(request: Parameters<typeof succeed>[0]): Promise<void> {
    const aside = succeed(request);
    this.#asides.add(aside);
    try {
      await aside;
    } finally {
      this.#asides.delete(aside);
    }
  }
}

/** Without what is undefined or empty: the server has its own defaults. */
function defined(query: { cursor?: string | undefined; limit?: number; q?: string }): {
  cursor?: string;
  limit?: number;
  q?: string;
} {
  const { cursor, limit, q } = query;
  return {
    ...(cursor !== undefined && { cursor }),
    ...(limit !== undefined && { limit }),
    ...(q !== undefined && q !== '' && { q }),
  };
}
