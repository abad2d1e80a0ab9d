import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { ATTEMPTS, ChatSocket, type SocketFailure } from '../src/lib/chatSocket.ts';
import type { Message, ServerFrame } from '../src/model/types/chat.ts';
import { message } from './samples.ts';

/** What the browser would make: a test says what becomes of it. */
class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: unknown[] = [];
  readonly url: string;

  constructor(url: string) {
    this.url = url;
    sockets.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    // The browser tells of it later; nobody listens by then.
  }

  open(): void {
    this.onopen?.();
  }

  say(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  async lose(code = 1006): Promise<void> {
    this.onclose?.({ code });
    await vi.advanceTimersByTimeAsync(0);
  }
}

let sockets: FakeSocket[];
let frames: ServerFrame[];
let seen: string | null;
let verdict: 'welcome' | SocketFailure;
let token: string | null;
let renewals: number;
let canRenew: boolean;
let socket: ChatSocket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  sockets = [];
  frames = [];
  seen = null;
  verdict = 'welcome';
  token = 'first';
  renewals = 0;
  canRenew = true;
  socket = new ChatSocket({
    url: (shown, after) => `ws://school/${shown}/${after ?? ''}`,
    token: () => token,
    renew: () => {
      renewals += 1;
      if (canRenew) token = `renewed-${renewals}`;
      return Promise.resolve(canRenew);
    },
    ask: () => Promise.resolve(verdict),
    after: () => seen,
    onFrame: (frame) => {
      frames.push(frame);
      seen = frame.id ?? seen;
    },
    backoff: { random: () => 0.5 },
  });
});

afterEach(() => {
  socket.disconnect();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function latest(): FakeSocket {
  const last = sockets.at(-1);
  if (last === undefined) throw new Error('no socket was opened');
  return last;
}

/** How long it takes until the next attempt; null where none comes. */
async function wait(): Promise<number | null> {
  const before = sockets.length;
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (sockets.length > before) return waited;
    await vi.advanceTimersByTimeAsync(100);
  }
  return null;
}

test('comes back after the last event seen', async () => {
  socket.connect();
  latest().open();
  latest().say({ type: 'message:new', payload: message('a'), id: '7-aaaaaaaa' });
  await latest().lose();
  await wait();
  expect(latest().url).toBe('ws://school/first/7-aaaaaaaa');
});

test('tries five times in a row, twice as long apart each time, and then says so', async () => {
  socket.connect();
  const waits: (number | null)[] = [];
  for (let attempt = 0; attempt <= ATTEMPTS; attempt += 1) {
    await latest().lose();
    waits.push(await wait());
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, null]);
  expect(socket.status.get()).toEqual({ name: 'failed', why: 'unreachable' });
});

test('counts attempts anew once it was open', async () => {
  socket.connect();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    await latest().lose();
    await wait();
  }
  latest().open();
  await latest().lose();
  expect(await wait()).toBe(1_000);
});

test('waits at random around the step', async () => {
  const waits = new Set<number>();
  for (const random of [0, 0.9]) {
    const other = new ChatSocket({
      url: () => 'ws://school',
      token: () => token,
      renew: () => Promise.resolve(true),
      ask: () => Promise.resolve('welcome'),
      after: () => null,
      onFrame: () => undefined,
      backoff: { random: () => random },
    });
    other.connect();
    await latest().lose();
    waits.add((await wait()) ?? 0);
    other.disconnect();
  }
  expect(waits).toEqual(new Set([500, 1_400]));
});

test('does not come back where one was removed', async () => {
  socket.connect();
  latest().open();
  await latest().lose(4403);
  expect(await wait()).toBeNull();
  expect(socket.status.get()).toEqual({ name: 'failed', why: 'removed' });
});

test('a refusal before the upgrade is asked about, since a browser says nothing of it', async () => {
  socket.connect();
  verdict = 'removed';
  await latest().lose();
  expect(await wait()).toBeNull();
  expect(socket.status.get()).toEqual({ name: 'failed', why: 'removed' });
});

test('an expired token is renewed, and the socket opened at once with the new one', async () => {
  socket.connect();
  latest().open();
  await vi.advanceTimersByTimeAsync(60_000);
  await latest().lose(4401);
  expect(sockets).toHaveLength(2);
  expect(latest().url).toBe('ws://school/renewed-1/');
});

test('where the token cannot be renewed, it ends', async () => {
  socket.connect();
  latest().open();
  canRenew = false;
  await latest().lose(4401);
  expect(await wait()).toBeNull();
  expect(socket.status.get()).toEqual({ name: 'failed', why: 'signed-out' });
});

test('a server that takes no token at all is not asked without a pause', async () => {
  socket.connect();
  latest().open();
  await latest().lose(4401);
  expect(await wait()).toBe(1_000);
});

test('a message is delivered once it comes back under its own name', async () => {
  socket.connect();
  latest().open();
  const sent = socket.deliver({ clientId: 'mine', text: 'Привет', replyTo: null });
  expect(latest().sent).toEqual([{ text: 'Привет', reply_to: null, client_id: 'mine' }]);
  const stored: Message = { ...message('b'), client_id: 'mine' };
  latest().say({ type: 'message:new', payload: stored, id: '8-bbbbbbbb' });
  await expect(sent).resolves.toEqual(stored);
});

test.each([
  ['the socket drops', () => latest().lose()],
  ['nothing comes back', () => vi.advanceTimersByTimeAsync(5_000)],
  [
    'it is refused',
    () => {
      const payload = { code: 'text_too_long', detail: '', client_id: 'mine' };
      latest().say({ type: 'error', payload });
      return Promise.resolve();
    },
  ],
])('a message is given back when %s', async (_what, happen) => {
  socket.connect();
  latest().open();
  const sent = expect(
    socket.deliver({ clientId: 'mine', text: 'Привет', replyTo: null }),
  ).rejects.toMatchObject({ name: 'NetworkError' });
  await happen();
  await sent;
});

test('what comes from a socket that was left is not heard', () => {
  socket.connect();
  const left = latest();
  left.open();
  socket.reconnect();
  left.say({ type: 'message:new', payload: message('c'), id: '9-cccccccc' });
  expect(frames).toEqual([]);
});
