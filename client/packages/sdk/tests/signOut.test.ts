import { expect, test } from 'vitest';

import { Api } from '../src/realms/school/schoolApi.ts';
import { createHttp } from '../src/http/request.ts';

test('a log-out overtakes no notice on its way: it would be refused', async () => {
  const asked: string[] = [];
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const api = new Api(
    createHttp({
      baseUrl: 'http://chat.test',
      auth: null,
      fetch: async (input) => {
        const { pathname } = new URL(input instanceof Request ? input.url : String(input));
        asked.push(pathname);
        if (pathname.endsWith('/typing')) await answered;
        return new Response(null, { status: 204 });
      },
    }),
  );
  const notice = api.announceTyping(7, false);
  const signedOut = api.signOut();
  await new Promise((resolve) => setTimeout(resolve));
  expect(asked).toEqual(['/api/chats/7/typing']);
  answer();
  await Promise.all([notice, signedOut]);
  expect(asked).toEqual(['/api/chats/7/typing', '/api/auth/logout']);
});
