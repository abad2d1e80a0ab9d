import { expect, test } from 'vitest';

import { createNativeHttp } from '../src/http/nativeHttp.ts';
import { PeopleAdmin } from '../src/realms/school/index.ts';

type Answer = (request: Request) => Promise<unknown>;

function httpOf(answer: Answer) {
  return createNativeHttp({
    baseUrl: 'http://chat.test',
    auth: null,
    fetch: async (input, init) => Response.json(await answer(new Request(input, init))),
  });
}

test('pictures are read page by page, of no more people than needed', async () => {
  const queries: string[] = [];
  const http = httpOf((request) => {
    const { searchParams } = new URL(request.url);
    queries.push(searchParams.toString());
    const page = queries.length;
    return Promise.resolve({
      users: [
        { id: page, avatar_url: `/v1/school/avatars/${page}` },
        { id: 100 + page, avatar_url: null },
      ],
      next_cursor: `after ${page}`,
    });
  });
  const pictures = await new PeopleAdmin(http, 'school').pictures('анна', 150);
  expect(queries.map((query) => new URLSearchParams(query).get('cursor'))).toEqual([
    null,
    'after 1',
  ]);
  expect([...pictures]).toEqual([
    [1, '/v1/school/avatars/1'],
    [2, '/v1/school/avatars/2'],
  ]);
});
