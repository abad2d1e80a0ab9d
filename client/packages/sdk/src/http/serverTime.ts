import type { NativeHttp } from './nativeHttp.ts';

/**
 * The time of the server, in milliseconds: up to a second late, since it is from the header `Date`. This device's
 * own where that header cannot be read, as in a page of another site.
 */
export async function serverTime(http: NativeHttp, realm: string): Promise<number> {
  const params = { path: { realm }, query: { limit: 1 } };
  const { response } = await http.GET('/v1/{realm}/scheduled', { params });
  const time = Date.parse(response.headers.get('Date') ?? '');
  return Number.isNaN(time) ? Date.now() : time;
}
