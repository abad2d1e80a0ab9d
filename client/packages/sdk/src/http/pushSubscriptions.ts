import { expectSuccess, readBody } from './request.ts';
import type { NativeHttp } from './nativeHttp.ts';
import type { components } from './wire.ts';

/** What the server stores of a browser's subscription. */
export type StoredSubscription = components['schemas']['PushSubscription'];

/** The browsers that the server notifies by Web Push. All methods reject with a `VestnikError`. */
export class PushSubscriptions {
  readonly #http: NativeHttp;
  readonly #params: { readonly path: { readonly realm: string } };

  constructor(http: NativeHttp, realm: string) {
    this.#http = http;
    this.#params = { path: { realm } };
  }

  /** The `applicationServerKey` for `PushManager.subscribe()`. */
  async key(): Promise<string> {
    const answer = this.#http.GET('/v1/{realm}/push/key', { params: this.#params });
    return (await readBody(answer)).key;
  }

  /** Stores a subscription, which ends when its user signs out. */
  async save(subscription: StoredSubscription): Promise<void> {
    await expectSuccess(
      this.#http.PUT('/v1/{realm}/push/subscriptions', {
        params: this.#params,
        body: subscription,
      }),
    );
  }

  async remove(endpoint: string): Promise<void> {
    await expectSuccess(
      this.#http.DELETE('/v1/{realm}/push/subscriptions', {
        params: this.#params,
        body: { endpoint },
      }),
    );
  }
}
