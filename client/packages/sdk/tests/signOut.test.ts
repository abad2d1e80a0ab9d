import { expect, test } from 'vitest';

import { createVestnik } from '../src/client.ts';
import { schoolCookies } from '../src/realms/school/cookieAuth.ts';

test('sign-out waits for pending notices', async () => {
  const requested: string[] = [];
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const baseUrl = 'http://chat.test';
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const { pathname } = new URL(input instanceof Request ? input.url : String(input));
    requested.push(pathname);
    if (pathname.endsWith('/typing')) await answered;
    return new Response(null, { status: 204 });
  };
  const auth = schoolCookies({ baseUrl, fetch });
  const client = createVestnik({ realm: 'school', baseUrl, auth, fetch });
  const notice = client.api.sendTyping(7, false);
  const signedOut = client.signOut();
  await new Promise((resolve) => setTimeout(resolve));
  expect(requested).toEqual(['/v1/school/chats/7/typing']);
  answer();
  await Promise.all([notice, signedOut]);
  expect(requested).toEqual(['/v1/school/chats/7/typing', '/api/auth/logout']);
});
