/** A browser whose site data is blocked has everything, and denies it when it is used. */
import { eventually } from '@vestnik/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { withLock } from '../src/browser/lock.ts';
import { readStorage, writeStorage } from '../src/browser/storage.ts';
import { Outbox } from '../src/outbox/outbox.ts';
import { SharedStream } from '../src/realtime/sharedStream.ts';

interface Draft {
  readonly text: string;
}

const denied = (): never => {
  throw new DOMException('The request was denied.', 'SecurityError');
};
const uncaught: unknown[] = [];
const note = (error: unknown): void => {
  uncaught.push(error);
};

beforeEach(() => {
  uncaught.length = 0;
  process.on('unhandledRejection', note);
  vi.stubGlobal('navigator', {
    locks: { request: () => Promise.resolve().then(denied) },
  });
  for (const name of ['indexedDB', 'localStorage']) {
    vi.stubGlobal(name, undefined);
    Object.defineProperty(globalThis, name, { configurable: true, get: denied });
  }
});

afterEach(() => {
  process.off('unhandledRejection', note);
  vi.unstubAllGlobals();
});

function outbox(sent: string[]): Outbox<Draft, string> {
  return new Outbox<Draft, string>({
    userId: 7,
    send: ({ text }) => Promise.resolve(text),
    onSent: (text) => sent.push(text),
  });
}

async function sends(): Promise<void> {
  const sent: string[] = [];
  const box = outbox(sent);
  for (const text of ['one', 'two', 'three']) void box.add({ text });
  await eventually('three messages', () => sent.length === 3);
  await eventually('an empty outbox', () => box.state.get().length === 0);
  expect(sent).toEqual(['one', 'two', 'three']);
  box.dispose();
  expect(uncaught).toEqual([]);
}

test('an outbox sends in order without uncaught errors', async () => {
  await sends();
});

test('an outbox works without channels between tabs', async () => {
  vi.stubGlobal('BroadcastChannel', denied);
  await sends();
});

test('withLock serializes tasks without Web Locks', async () => {
  const done: string[] = [];
  const act = (name: string) => async (): Promise<string> => {
    done.push(`${name} begins`);
    await Promise.resolve();
    done.push(`${name} ends`);
    return name;
  };
  const acts = ['a', 'b'].map((name) => withLock('turn', act(name)));
  expect(await Promise.all(acts)).toEqual(['a', 'b']);
  expect(done).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

test('a task that fails under a lock is not repeated', async () => {
  let times = 0;
  vi.stubGlobal('navigator', {
    locks: { request: (_name: string, _options: object, act: () => unknown) => act() },
  });
  const act = (): Promise<void> => {
    times += 1;
    return Promise.reject(new Error('failed'));
  };
  await expect(withLock('once', act)).rejects.toThrow('failed');
  expect(times).toBe(1);
});

test('each tab has a stream of its own', async () => {
  let open = 0;
  const tabs = [1, 2].map(
    () =>
      new SharedStream({
        name: 'stream',
        transport: () => {
          open += 1;
          return () => {
            open -= 1;
          };
        },
        checkSession: () => Promise.resolve(true),
        onFrame: () => undefined,
      }),
  );
  for (const tab of tabs) tab.start();
  await eventually('two streams', () => open === 2);
  for (const tab of tabs) tab.stop();
  expect(open).toBe(0);
});

test('a tab closed before acquiring locks opens no stream', async () => {
  let opened = 0;
  const tab = new SharedStream({
    name: 'left',
    transport: () => {
      opened += 1;
      return () => undefined;
    },
    checkSession: () => Promise.resolve(true),
    onFrame: () => undefined,
  });
  tab.start();
  tab.stop();
  // By then the denial has come through.
  await withLock('another', () => Promise.resolve());
  await new Promise((resolve) => setImmediate(resolve));
  expect(opened).toBe(0);
});

test('blocked storage keeps nothing and throws nothing', () => {
  writeStorage('key', 'value');
  expect(readStorage('key')).toBeNull();
  writeStorage('key', null);
});
