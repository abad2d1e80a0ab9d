import type { NativeHttp } from '../../../http/nativeHttp.ts';
import { expectSuccess, readBody } from '../../../http/request.ts';
import type { Page, PageQuery } from '../../../model.ts';
import type { Invitation, NewInvitation, PasswordLink } from './types.ts';

/** What admins do with the accounts of others. All methods reject with a `VestnikError`. */
export class PeopleAdmin {
  readonly #http: NativeHttp;
  readonly #path: { readonly realm: string };

  constructor(http: NativeHttp, realm: string) {
    this.#http = http;
    this.#path = { realm };
  }

  /** The open invitations, the newest first. */
  async invitations({ cursor, limit }: PageQuery): Promise<Page<Invitation>> {
    const query = {
      ...(cursor !== undefined && { cursor }),
      ...(limit !== undefined && { limit }),
    };
    const params = { path: this.#path, query };
    const page = await readBody(this.#http.GET('/v1/{realm}/invitations', { params }));
    return { items: page.invitations, nextCursor: page.next_cursor };
  }

  /** Replaces an earlier invitation of the same address. Only this answer has the link. */
  async invite(invitation: NewInvitation): Promise<Invitation> {
    const params = { path: this.#path };
    return readBody(this.#http.POST('/v1/{realm}/invitations', { params, body: invitation }));
  }

  async revokeInvitation(id: string): Promise<void> {
    const params = { path: { ...this.#path, id } };
    await expectSuccess(this.#http.DELETE('/v1/{realm}/invitations/{id}', { params }));
  }

  /** A link that sets a new password of a person. */
  async addPasswordLink(id: number): Promise<PasswordLink> {
    const params = { path: { ...this.#path, id } };
    return readBody(this.#http.POST('/v1/{realm}/users/{id}/password-reset', { params }));
  }

  async deactivate(id: number): Promise<void> {
    const params = { path: { ...this.#path, id } };
    await expectSuccess(this.#http.POST('/v1/{realm}/users/{id}/deactivate', { params }));
  }

  async reactivate(id: number): Promise<void> {
    const params = { path: { ...this.#path, id } };
    await expectSuccess(this.#http.POST('/v1/{realm}/users/{id}/reactivate', { params }));
  }

  /**
   * The addresses of pictures by user id, of about as many of the people found by `q` as `count`
   * demands. The caller is not among them.
   */
  async pictures(q: string, count: number): Promise<ReadonlyMap<number, string>> {
    const pictures = new Map<number, string>();
    let cursor: string | null = null;
    let examined = 0;
    do {
      const query: { q?: string; cursor?: string; limit: number } = {
        limit: MAX_PAGE,
        ...(q !== '' && { q }),
        ...(cursor !== null && { cursor }),
      };
      const params = { path: this.#path, query };
      const page = await readBody(this.#http.GET('/v1/{realm}/users', { params }));
      for (const { id, avatar_url } of page.users) {
        if (avatar_url !== null) pictures.set(id, avatar_url);
      }
      cursor = page.next_cursor;
      // Pages can be short, so that people who were found do not bound the number of requests.
      examined += MAX_PAGE;
    } while (cursor !== null && examined < count);
    return pictures;
  }
}

/** Items that the server answers at most. */
const MAX_PAGE = 100;
