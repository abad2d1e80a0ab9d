import { expect, test } from 'vitest';

import { OwnAccount, PeopleAdmin } from '../src/accounts/index.ts';
import { createNativeHttp } from '../src/core/native/http.ts';

type Answer = (request: Request) => Promise<unknown>;

function httpOf(answer: Answer) {
  return createNativeHttp({
    baseUrl: 'http://chat.test',
    auth: null,
    fetch: async (input, init) => Response.json(await answer(new Request(input, init))),
  });
}

test('a picture is uploaded as a form, and then is that of the profile', async () => {
  const requests: string[] = [];
  const http = httpOf(async (request) => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/attachments')) {
      const file = (await request.formData()).get('file');
      requests.push(`${request.method} ${pathname} ${file instanceof File ? file.type : ''}`);
      return { id: 55 };
    }
    requests.push(`${request.method} ${pathname} ${await request.text()}`);
    return { avatar_url: '/v1/school/avatars/55' };
  });
  const picture = new Blob(['…'], { type: 'image/jpeg' });
  const profile = await new OwnAccount(http, 'school').setPicture(picture);
  expect(requests).toEqual([
    'POST /v1/school/attachments image/jpeg',
    'PATCH /v1/school/me {"avatar_id":55}',
  ]);
  expect(profile.avatar_url).toBe('/v1/school/avatars/55');
});

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
