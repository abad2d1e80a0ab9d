import { expect, test } from 'vitest';

import { createVestnik } from '../src/client.ts';

test('no request is sent while the application says that no user is signed in', async () => {
  const sentTokens: (string | null)[] = [];
  const fetch = (input: RequestInfo | URL): Promise<Response> => {
    sentTokens.push(input instanceof Request ? input.headers.get('Authorization') : null);
    return Promise.resolve(Response.json({ id: 3 }));
  };
  let userId: number | null = 3;
  const auth = { token: () => (userId === null ? null : 'secret'), userId: () => userId };
  const { api } = createVestnik({ realm: 'campus', baseUrl: 'http://server.test', auth, fetch });
  await api.user(3);
  userId = null;
  await expect(api.user(3)).rejects.toThrow('no user is signed in');
  expect(sentTokens).toEqual(['Bearer secret']);
});
