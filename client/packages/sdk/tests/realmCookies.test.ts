import { expect, test } from 'vitest';

import { realmCookies } from '../src/index.ts';

test('a realm with accounts signs in, renews and signs out by its own routes', async () => {
  const requests: string[] = [];
  const cookies = realmCookies({
    realm: 'clinic',
    baseUrl: 'http://server.test',
    fetch: async (input) => {
      const request = input as Request;
      const { pathname } = new URL(request.url);
      requests.push(`${request.method} ${pathname} ${await request.text()}`);
      return new Response(null, { status: 204 });
    },
  });
  await cookies.signIn('ann@clinic.test', 'correct horse');
  await cookies.renew();
  await cookies.signOut();
  expect(requests).toEqual([
    'POST /v1/clinic/sessions {"email":"ann@clinic.test","password":"correct horse","cookie":true}',
    'POST /v1/clinic/sessions/refresh {"cookie":true}',
    'DELETE /v1/clinic/sessions/current ',
  ]);
});
