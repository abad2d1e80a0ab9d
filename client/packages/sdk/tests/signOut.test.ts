import { eventually } from '@vestnik/testing';
import { expect, test } from 'vitest';

import { createVestnik, type VestnikClient } from '../src/client.ts';
import { schoolCookies } from '../src/realms/school/cookieAuth.ts';

/** A server that answers a path when the test says so, and all others at once. */
class Server {
  readonly requested: string[] = [];
  signOutStatus = 204;
  readonly #held: string;
  #answer: () => void = () => undefined;

  constructor(held: string) {
    this.#held = held;
  }

  get client(): VestnikClient {
    const { fetch } = this;
    const baseUrl = 'http://server.test';
    const auth = schoolCookies({ baseUrl, fetch });
    return createVestnik({ realm: 'school', baseUrl, auth, fetch });
  }

  answerHeld(): void {
    this.#answer();
  }

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { pathname } = new URL(input instanceof Request ? input.url : String(input));
    this.requested.push(pathname);
    if (pathname === this.#held) {
      await new Promise<void>((resolve, reject) => {
        this.#answer = resolve;
        init?.signal?.addEventListener('abort', () => {
          reject(new DOMException('cut off', 'AbortError'));
        });
      });
    }
    if (pathname === SIGN_OUT) return new Response(null, { status: this.signOutStatus });
    return Response.json({ id: 3, name: 'Ольга' });
  };
}

const SIGN_OUT = '/api/auth/logout';
const TYPING = '/v1/school/chats/7/typing';
const USER = '/v1/school/users/3';

test('sign-out waits for requests that change something', async () => {
  const server = new Server(TYPING);
  const { client } = server;
  const notice = client.api.sendTyping(7, false);
  await eventually('the notice on its way', () => server.requested.length === 1);
  const signedOut = client.signOut();
  // Begins later and has nothing to wait for: when it is done, the first could have been done, too.
  await new Server('').client.signOut();
  expect(server.requested).toEqual([TYPING]);
  server.answerHeld();
  await Promise.all([notice, signedOut]);
  expect(server.requested).toEqual([TYPING, SIGN_OUT]);
});

test('sign-out cuts off requests that read, and they are not sent again', async () => {
  const server = new Server(USER);
  const { client } = server;
  const read = client.api.user(3);
  read.catch(() => undefined);
  await eventually('the request on its way', () => server.requested.length === 1);
  await client.signOut();
  await expect(read).rejects.toThrow('the user has signed out');
  expect(server.requested).toEqual([USER, SIGN_OUT]);
});

test('a request made during sign-out is not sent', async () => {
  const server = new Server(SIGN_OUT);
  const { client } = server;
  const signedOut = client.signOut();
  await eventually('the sign-out on its way', () => server.requested.length === 1);
  const read = client.api.user(3);
  read.catch(() => undefined);
  server.answerHeld();
  await signedOut;
  await expect(read).rejects.toThrow('the user has signed out');
  expect(server.requested).toEqual([SIGN_OUT]);
});

test('requests go on after a sign-out that failed', async () => {
  const server = new Server(USER);
  server.signOutStatus = 503;
  const { client } = server;
  const read = client.api.user(3);
  await eventually('the request on its way', () => server.requested.length === 1);
  await expect(client.signOut()).rejects.toThrow('503');
  await eventually('the request on its way again', () => server.requested.length === 3);
  server.answerHeld();
  expect(await read).toMatchObject({ id: 3 });
  expect(server.requested).toEqual([USER, SIGN_OUT, USER]);
});

test('requests are sent again once the session has ended', async () => {
  const server = new Server('');
  const { client } = server;
  const read = new Promise((resolve) => {
    client.session.state.subscribe(() => {
      resolve(client.api.user(3));
    });
  });
  await client.signOut();
  expect(await read).toMatchObject({ id: 3 });
});
