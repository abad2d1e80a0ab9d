import { renderToString } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';

import { createVestnik, type VestnikOptions } from '../src/client.ts';
import * as desk from '../src/desk/index.ts';
import { guest } from '../src/realms/market/index.ts';
import { schoolCookies } from '../src/realms/school/index.ts';
import * as school from '../src/realms/school/react/index.ts';
import * as hooks from '../src/react/index.ts';
import { CALLS } from './hookCalls.ts';

function Page() {
  for (const call of Object.values(CALLS)) call();
  const { status } = hooks.useSession();
  const { data, isPending } = hooks.useChats();
  return <p>{[status, isPending, data?.length].join(' ')}</p>;
}

function render(options: Partial<VestnikOptions>): string {
  const client = createVestnik({ realm: 'campus', ...options });
  return renderToString(
    <hooks.VestnikProvider client={client}>
      <school.SchoolProvider>
        <desk.DeskProvider language="ru">
          <Page />
        </desk.DeskProvider>
      </school.SchoolProvider>
    </hooks.VestnikProvider>,
  );
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a server renders every hook, and requests nothing', () => {
  const exported = Object.keys({ ...hooks, ...school, ...desk }).filter((name) =>
    /^use[A-Z]/.test(name),
  );
  expect(Object.keys(CALLS).toSorted()).toEqual(exported.toSorted());
  let requests = 0;
  const fetch = (): Promise<Response> => {
    requests += 1;
    return Promise.reject(new Error('not on a server'));
  };
  // A server has no address of its own, and needs none.
  expect(render({ fetch })).toBe('<p>loading true </p>');
  expect(render({ fetch, auth: schoolCookies() })).toBe('<p>loading true </p>');
  expect(render({ fetch, auth: guest() })).toBe('<p>loading true </p>');
  expect(requests).toBe(0);
});

test('a request without an address rejects with a network error', async () => {
  const client = createVestnik({ realm: 'campus' });
  await expect(client.api.me()).rejects.toMatchObject({ kind: 'network' });
  await expect(client.readFile('/v1/campus/attachments/1')).rejects.toMatchObject({
    kind: 'network',
  });
});
