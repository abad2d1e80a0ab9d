import { succeed, unwrap } from '../core/http.ts';
import type { NativeHttp } from '../core/native/http.ts';
import type { LogIn, OwnProfile, ProfileChanges } from './types.ts';

/** The caller's own account. All methods reject with a `VestnikError`. */
export class OwnAccount {
  readonly #http: NativeHttp;
  readonly #params: { readonly path: { readonly realm: string } };

  constructor(http: NativeHttp, realm: string) {
    this.#http = http;
    this.#params = { path: { realm } };
  }

  async profile(): Promise<OwnProfile> {
    return unwrap(this.#http.GET('/v1/{realm}/me', { params: this.#params }));
  }

  async change(changes: ProfileChanges): Promise<OwnProfile> {
    return unwrap(this.#http.PATCH('/v1/{realm}/me', { params: this.#params, body: changes }));
  }

  /** Uploads an image and makes it the caller's picture. */
  async setPicture(image: Blob): Promise<OwnProfile> {
    const form = new FormData();
    form.append('file', image, 'picture.jpg');
    const { id } = await unwrap(
      this.#http.POST('/v1/{realm}/attachments', {
        params: this.#params,
        // The document describes the file as a string; the form replaces it.
        body: { file: '' },
        bodySerializer: () => form,
      }),
    );
    return this.change({ avatar_id: id });
  }

  /** Ends the caller's other log-ins. */
  async changePassword(oldPassword: string, newPassword: string): Promise<void> {
    const body = { old_password: oldPassword, new_password: newPassword };
    await succeed(this.#http.PUT('/v1/{realm}/me/password', { params: this.#params, body }));
  }

  /** The newest 100, the newest first. */
  async logIns(): Promise<readonly LogIn[]> {
    const answer = this.#http.GET('/v1/{realm}/me/sessions', { params: this.#params });
    return (await unwrap(answer)).sessions;
  }

  async endLogIn(id: string): Promise<void> {
    const params = { path: { ...this.#params.path, id } };
    await succeed(this.#http.DELETE('/v1/{realm}/me/sessions/{id}', { params }));
  }
}
