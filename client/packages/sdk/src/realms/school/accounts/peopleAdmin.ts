import type { NativeHttp } from '../../../http/nativeHttp.ts';
import { expectSuccess, readBody } from '../../../http/request.ts';
import type { Page, PageQuery } from '../../../model.ts';
import type {
  DeactivatedUser,
  Invitation,
  InvitedRole,
  NewInvitation,
  PasswordLink,
} from './types.ts';

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

  /** People who were deactivated, the latest first. */
  async deactivated({ cursor, limit }: PageQuery): Promise<Page<DeactivatedUser>> {
    const query = {
      deactivated: true,
      ...(cursor !== undefined && { cursor }),
      ...(limit !== undefined && { limit }),
    };
    const params = { path: this.#path, query };
    const page = await readBody(this.#http.GET('/v1/{realm}/users', { params }));
    return { items: page.users, nextCursor: page.next_cursor };
  }

  async setRole(id: number, role: InvitedRole): Promise<void> {
    const params = { path: { ...this.#path, id } };
    await expectSuccess(this.#http.PUT('/v1/{realm}/users/{id}/role', { params, body: { role } }));
  }
}
