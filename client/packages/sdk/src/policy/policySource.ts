import { readStorage, writeStorage } from '../browser/storage.ts';
import { ApiError } from '../http/errors.ts';
import { createNativeHttp, type HttpOptions } from '../http/nativeHttp.ts';
import { readBody } from '../http/request.ts';
import { Store } from '../sync/store.ts';
import { type RealmPolicy, realmPolicy, type ServedPolicy, UNKNOWN_POLICY } from './realmPolicy.ts';

/** `missing`: the server serves no such realm. */
export type PolicyStatus = 'unknown' | 'known' | 'missing';

export interface PolicyState {
  readonly status: PolicyStatus;
  readonly policy: RealmPolicy;
}

const UNKNOWN: PolicyState = { status: 'unknown', policy: UNKNOWN_POLICY };

/** The policy of a client's realm. The browser stores the last one, for a start without a connection. */
export class PolicySource {
  readonly state = new Store<PolicyState>(UNKNOWN);
  readonly #http: HttpOptions;
  readonly #realm: string;
  readonly #key: string;
  #reading: Promise<void> | null = null;

  constructor(http: HttpOptions, realm: string) {
    // It is the same for everyone, and also told to those who have no token yet.
    this.#http = { baseUrl: http.baseUrl, fetch: http.fetch, auth: null };
    this.#realm = realm;
    this.#key = `vestnik:${realm}:policy`;
  }

  /** Reads the policy, unless the server has told it since the start. Never rejects. */
  load(): Promise<void> {
    this.#reading ??= this.#read();
    return this.#reading;
  }

  async #read(): Promise<void> {
    this.#showStored();
    const params = { path: { realm: this.#realm } };
    try {
      const answer = createNativeHttp(this.#http).GET('/v1/{realm}/policy', { params });
      this.#show(await readBody(answer));
    } catch (error) {
      if (error instanceof ApiError && error.code === 'no_such_realm') {
        this.state.set({ status: 'missing', policy: UNKNOWN_POLICY });
      }
      // The next one who needs it reads it.
      this.#reading = null;
    }
  }

  #showStored(): void {
    const stored = readStorage(this.#key);
    if (stored === null || this.state.get().status === 'known') return;
    try {
      const policy = realmPolicy(JSON.parse(stored) as ServedPolicy);
      this.state.set({ status: 'known', policy });
    } catch {
      writeStorage(this.#key, null);
    }
  }

  #show(served: ServedPolicy): void {
    const text = JSON.stringify(served);
    const isShown = this.state.get().status === 'known' && readStorage(this.#key) === text;
    if (isShown) return;
    writeStorage(this.#key, text);
    this.state.set({ status: 'known', policy: realmPolicy(served) });
  }
}
