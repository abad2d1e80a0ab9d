import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { StreamFrame } from '../src/realtime/events.ts';
import { Connection } from '../src/realtime/connection.ts';
import type { Transport, TransportListener } from '../src/realtime/transport.ts';
import { id, message } from './samples.ts';

/** Each attempt to open a stream. */
interface Attempt {
  readonly after: string | null;
  readonly listener: TransportListener;
}

let attempts: Attempt[];
let frames: StreamFrame[];
let isSignedIn: boolean;
let asked: number;
let connection: Connection;

const transport: Transport = (after, listener) => {
  attempts.push({ after, listener });
  return () => undefined;
};

beforeEach(() => {
  vi.useFakeTimers();
  attempts = [];
  frames = [];
  isSignedIn = true;
  asked = 0;
  connection = new Connection({
    transport,
    onFrame: (frame) => frames.push(frame),
    checkSession: () => {
      asked += 1;
      return Promise.resolve(isSignedIn);
    },
    backoff: { initialMs: 1_000, maxMs: 30_000, random: () => 0.5 },
  });
});

afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

function latest(): Attempt {
  const attempt = attempts.at(-1);
  if (attempt === undefined) throw new Error('no stream was opened');
  return attempt;
}

async function lose(status: number | null = null): Promise<void> {
  latest().listener.onDisconnect({ status });
  await vi.advanceTimersByTimeAsync(0);
}

/** How long it takes until the next attempt. */
async function wait(): Promise<number> {
  const before = attempts.length;
  let waited = 0;
  while (attempts.length === before && waited < 120_000) {
    await vi.advanceTimersByTimeAsync(100);
    waited += 100;
  }
  return waited;
}

test('resumes after the last event seen', async () => {
  connection.start(null);
  latest().listener.onFrame({ name: 'ready', id: id(4) });
  latest().listener.onFrame(message(9));
  await lose();
  await wait();
  expect(latest().after).toBe(id(9));
});

test('waits longer after each failure, up to a limit', async () => {
  connection.start(null);
  const waits: number[] = [];
  for (let failure = 0; failure < 7; failure += 1) {
    await lose();
    waits.push(await wait());
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('a stream that breaks at once keeps the back-off', async () => {
  connection.start(null);
  for (const expected of [1_000, 2_000, 4_000]) {
    latest().listener.onFrame({ name: 'ready', id: id(1) });
    await lose();
    expect(await wait()).toBe(expected);
  }
});

test('a stream that lasted resets the back-off', async () => {
  connection.start(null);
  await lose();
  await wait();
  await lose();
  await wait();
  latest().listener.onFrame({ name: 'ready', id: id(1) });
  await vi.advanceTimersByTimeAsync(10_000);
  await lose();
  expect(await wait()).toBe(1_000);
});

test('is live from `ready` until the stream is lost', async () => {
  connection.start(null);
  expect(connection.status.get()).toBe('connecting');
  latest().listener.onFrame({ name: 'ready', id: id(1) });
  expect(connection.status.get()).toBe('live');
  await lose();
  expect(connection.status.get()).toBe('offline');
});

test('stops reconnecting when the session has ended', async () => {
  connection.start(null);
  isSignedIn = false;
  await lose(401);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(attempts).toHaveLength(1);
});

test('checks the session after refusals, not after breaks', async () => {
  connection.start(null);
  latest().listener.onFrame({ name: 'ready', id: id(1) });
  await lose();
  expect(asked).toBe(0);
  await wait();
  await lose();
  expect(asked).toBe(1);
  await wait();
  await lose();
  expect(asked).toBe(1);
});

test('an unreadable event id causes a reset', async () => {
  connection.start(id(5));
  await lose(400);
  await wait();
  expect(latest().after).toBeNull();
  latest().listener.onFrame({ name: 'ready', id: id(90) });
  expect(frames.map(({ name }) => name)).toEqual(['ready', 'reset']);
});

test('reopens the stream after the machine slept', async () => {
  connection.start(null);
  latest().listener.onFrame({ name: 'ready', id: id(3) });
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(attempts).toHaveLength(2);
  expect(latest().after).toBe(id(3));
});
