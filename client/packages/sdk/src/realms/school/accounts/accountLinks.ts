import type { NativeHttp } from '../../../http/nativeHttp.ts';
import { expectSuccess, readBody } from '../../../http/request.ts';
import type { AcceptedInvitation, ShownInvitation } from './types.ts';

/** What needs a link instead of a log-in. All methods reject with a `VestnikError`. */
export class AccountLinks {
  readonly #http: NativeHttp;
  readonly #params: { readonly path: { readonly realm: string } };

  constructor(http: NativeHttp, realm: string) {
    this.#http = http;
    this.#params = { path: { realm } };
  }

  /** Who is invited by a link, by whom and as what; 404 if it is used, expired or revoked. */
  async lookUpInvitation(token: string): Promise<ShownInvitation> {
    return readBody(
      this.#http.POST('/v1/{realm}/invitations/look-up', { params: this.#params, body: { token } }),
    );
  }

  /** The person can sign in afterwards. */
  async acceptInvitation(invitation: AcceptedInvitation): Promise<void> {
    await expectSuccess(
      this.#http.POST('/v1/{realm}/invitations/accept', {
        params: this.#params,
        body: invitation,
      }),
    );
  }

  /** Sends a link that sets a new password, if a person has the address. */
  async requestPasswordReset(email: string): Promise<void> {
    await expectSuccess(
      this.#http.POST('/v1/{realm}/password-resets', { params: this.#params, body: { email } }),
    );
  }

  /** Sets a new password by a link, and ends all log-ins of its person. */
  async resetPassword(token: string, password: string): Promise<void> {
    await expectSuccess(
      this.#http.POST('/v1/{realm}/password-resets/complete', {
        params: this.#params,
        body: { token, password },
      }),
    );
  }
}
