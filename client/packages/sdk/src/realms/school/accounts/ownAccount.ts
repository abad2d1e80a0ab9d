import type { NativeHttp } from '../../../http/nativeHttp.ts';
import { expectSuccess, readBody } from '../../../http/request.ts';
import type { LogIn } from './types.ts';

/** The caller's own password and log-ins. All methods reject with a `VestnikError`. */
export class OwnAccount {
  readonly #http: NativeHttp;
  readonly #params: { readonly path: { readonly realm: string } };

  constructor(http: NativeHttp, realm: string) {
    this.#http = http;
    this.#params = { path: { realm } };
  }

  /** Ends the caller's other log-ins. */
  async changePassword(oldPassword: string, newPassword: string): Promise<void> {
    const body = { old_password: oldPassword, new_password: newPassword };
    await expectSuccess(this.#http.PUT('/v1/{realm}/me/password', { params: this.#params, body }));
  }

  /** The newest 100, the newest first. */
  async logIns(): Promise<readonly LogIn[]> {
    const answer = this.#http.GET('/v1/{realm}/me/sessions', { params: this.#params });
    return (await readBody(answer)).sessions;
  }

  async endLogIn(id: string): Promise<void> {
    const params = { path: { ...this.#params.path, id } };
    await expectSuccess(this.#http.DELETE('/v1/{realm}/me/sessions/{id}', { params }));
  }
}
