import { eventually } from '@vestnik/testing';
import { expect, test } from 'vitest';

import { createVestnik, type VestnikClient } from '../src/client.ts';
import { schoolCookies } from '../src/realms/school/cookieAuth.ts';

test('sign-out waits for pending notices', async () => {
  const requested: string[] = [];
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const { host, pathname } = new URL(input instanceof Request ? input.url : String(input));
    requested.push(host + pathname);
    if (pathname.endsWith('/typing')) await answered;
    return new Response(null, { status: 204 });
  };
  const connect = (baseUrl: string): VestnikClient => {
    const auth = schoolCookies({ baseUrl, fetch });
    return createVestnik({ realm: 'school', baseUrl, auth, fetch });
  };
  const client = connect('http://busy.test');
  const notice = client.api.sendTyping(7, false);
  await eventually('the notice on its way', () => requested.length === 1);
  const signedOut = client.signOut();
  // Begins later and has no notice: when it is done, the first one could have been done, too.
  await connect('http://idle.test').signOut();
  expect(requested).toEqual(['busy.test/v1/school/chats/7/typing', 'idle.test/api/auth/logout']);
  answer();
  await Promise.all([notice, signedOut]);
  expect(requested.at(-1)).toBe('busy.test/api/auth/logout');
});
