import createClient, { type Client } from 'openapi-fetch';

import type { HttpOptions } from '../../http/nativeHttp.ts';
import { pageQuery } from '../../http/pageQuery.ts';
import { authorizedFetch, readBody } from '../../http/request.ts';
import type { Page, PageQuery } from '../../model.ts';
import type {
  ChangedLesson,
  Lesson,
  LessonChange,
  LessonConflicts,
  NewLesson,
  NewUser,
  SchoolUser,
} from './types.ts';
import type { paths } from './wire.ts';

/** Deleted texts that are read in one request. */
const DELETED_PAGE_SIZE = 100;

/**
 * The school's operations that the native API does not have: lessons, the users' list of its
 * administration, and deleted texts for admins. All methods reject with a `VestnikError`.
 */
export class SchoolApi {
  readonly #http: Client<paths, 'application/json'>;

  constructor(options: HttpOptions) {
    this.#http = createClient<paths, 'application/json'>({
      baseUrl: options.baseUrl,
      credentials: 'include',
      fetch: authorizedFetch(options),
    });
  }

  async lessons(query: PageQuery): Promise<Page<Lesson>> {
    const page = await readBody(
      this.#http.GET('/api/lessons', { params: { query: pageQuery(query) } }),
    );
    return { items: page.lessons, nextCursor: page.next_cursor };
  }

  /** Schedules a lesson, or all those of its repetition: for admins. */
  async scheduleLesson(lesson: NewLesson): Promise<ChangedLesson> {
    return readBody(this.#http.POST('/api/lessons', { body: lesson }));
  }

  /** What a new lesson, or those of its repetition, would overlap with: for admins. */
  async lessonConflicts(lesson: NewLesson): Promise<LessonConflicts> {
    return readBody(this.#http.POST('/api/lessons/conflicts', { body: lesson }));
  }

  async changeLesson(id: number, change: LessonChange): Promise<ChangedLesson> {
    const params = { path: { id } };
    return readBody(this.#http.PATCH('/api/lessons/{id}', { params, body: change }));
  }

  /** Everyone with `q` in the name, or with that e-mail address: for admins. */
  async users(q: string, query: PageQuery): Promise<Page<SchoolUser>> {
    const params = { query: { ...pageQuery(query), ...(q !== '' && { q }) } };
    const page = await readBody(this.#http.GET('/api/admin/users', { params }));
    return { items: page.users, nextCursor: page.next_cursor };
  }

  async addUser(user: NewUser): Promise<SchoolUser> {
    return readBody(this.#http.POST('/api/admin/users', { body: user }));
  }

  /** Texts of deleted messages, by id: those from `firstId` to `lastId`, for admins. */
  async deletedTexts(
    chatId: number,
    firstId: number,
    lastId: number,
  ): Promise<ReadonlyMap<number, string>> {
    const texts = new Map<number, string>();
    let after_id = firstId - 1;
    while (after_id < lastId) {
      const page = await readBody(
        this.#http.GET('/api/chats/{chat_id}/messages', {
          params: {
            path: { chat_id: chatId },
            query: { after_id, include_deleted: true, limit: DELETED_PAGE_SIZE },
          },
        }),
      );
      for (const { id, is_deleted, content } of page.messages) {
        if (is_deleted && id <= lastId) texts.set(id, content);
      }
      const last = page.messages.at(-1);
      if (!page.has_more || last === undefined) break;
      after_id = last.id;
    }
    return texts;
  }
}
