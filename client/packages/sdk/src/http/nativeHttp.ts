import createClient, { type Client } from 'openapi-fetch';

import { authorizedFetch, type AuthorizedFetchOptions } from './request.ts';
import type { paths } from './wire.ts';

export interface HttpOptions extends AuthorizedFetchOptions {
  readonly baseUrl: string;
}

export type NativeHttp = Client<paths, 'application/json'>;

/** Typed requests to `/v1/{realm}`. */
export function createNativeHttp(options: HttpOptions): NativeHttp {
  return createClient<paths, 'application/json'>({
    baseUrl: options.baseUrl,
    credentials: 'include',
    fetch: authorizedFetch(options),
  });
}
