import { expect, test } from 'vitest';

import { DeskApi } from '../src/desk/index.ts';
import { createNativeHttp } from '../src/http/nativeHttp.ts';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** The desk of a server that always gives this answer. */
function deskOf(answer: () => Response, sent: Sent[] = []): DeskApi {
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const request = input as Request;
    const { pathname, search } = new URL(request.url);
    sent.push({ method: request.method, path: pathname + search, body: await request.text() });
    return answer();
  };
  return new DeskApi(
    createNativeHttp({ baseUrl: 'http://server.test', auth: null, fetch }),
    'school',
    'ru',
  );
}

test('a reason is sent for one chat', async () => {
  const sent: Sent[] = [];
  const desk = deskOf(() => new Response(null, { status: 204 }), sent);
  await desk.giveReason(40, 'жалоба');
  const path = '/v1/school/desk/chats/40/access';
  expect(sent).toEqual([{ method: 'POST', path, body: '{"reason":"жалоба"}' }]);
});

test('accesses are read by pages', async () => {
  const sent: Sent[] = [];
  const desk = deskOf(() => Response.json({ accesses: [], next_cursor: 'b' }), sent);
  const page = await desk.accesses({ cursor: 'a', limit: 10 });
  expect(page).toEqual({ items: [], nextCursor: 'b' });
  expect(sent[0]?.path).toBe('/v1/school/desk/accesses?cursor=a&limit=10');
});

test('a chat that needs a reason is refused by a code', async () => {
  const code = 'reason_required';
  const problem = { type: 'about:blank', title: code, status: 403, code, detail: '' };
  const desk = deskOf(() => Response.json(problem, { status: 403 }));
  await expect(desk.timeline(40, undefined)).rejects.toMatchObject({ kind: 'api', code });
});
