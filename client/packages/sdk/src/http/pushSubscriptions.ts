import { deviceId } from '../browser/deviceId.ts';
import { expectSuccess, readBody } from './request.ts';
import type { NativeHttp } from './nativeHttp.ts';
import type { components } from './wire.ts';

type Schemas = components['schemas'];

/** A subscription of a browser: the fields of `PushSubscription.toJSON()` that the server stores. */
export type BrowserSubscription = Omit<Schemas['NewPushSubscription'], 'type'>;
/** A device that the server notifies. */
export type StoredSubscription = Schemas['PushSubscription'];

/** The devices that the server notifies by Web Push. All methods reject with a `VestnikError`. */
export class PushSubscriptions {
  readonly #http: NativeHttp;
  readonly #path: { readonly realm: string };

  constructor(http: NativeHttp, realm: string) {
    this.#http = http;
    this.#path = { realm };
  }

  /** The `applicationServerKey` for `PushManager.subscribe()`. */
  async key(): Promise<string> {
    const answer = this.#http.GET('/v1/{realm}/push/key', { params: { path: this.#path } });
    return (await readBody(answer)).key;
  }

  async list(): Promise<readonly StoredSubscription[]> {
    const params = { path: this.#path };
    return (await readBody(this.#http.GET('/v1/{realm}/push/subscriptions', { params })))
      .subscriptions;
  }

  /** Stores the subscription of this browser, which ends when its user signs out. */
  async save({ endpoint, keys }: BrowserSubscription): Promise<void> {
    await expectSuccess(
      this.#http.PUT('/v1/{realm}/push/subscriptions/{device_id}', {
        params: { path: { ...this.#path, device_id: deviceId() } },
        body: { type: 'web_push', endpoint, keys },
      }),
    );
  }

  /** Removes the subscription of a device, by default of this browser. */
  async remove(device = deviceId()): Promise<void> {
    await expectSuccess(
      this.#http.DELETE('/v1/{realm}/push/subscriptions/{device_id}', {
        params: { path: { ...this.#path, device_id: device } },
      }),
    );
  }
}
