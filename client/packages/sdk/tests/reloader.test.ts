import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { NetworkError } from '../src/http/errors.ts';
import { Reloader } from '../src/sync/reloader.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test('a load that fails after the end is not repeated', async () => {
  let loads = 0;
  let fail: (error: Error) => void = () => undefined;
  const errors: string[] = [];
  const reloader = new Reloader(
    () => {
      loads += 1;
      return new Promise((_resolve, reject) => (fail = reject));
    },
    ({ message }) => errors.push(message),
  );
  const loading = reloader.reload();
  void reloader.reload();
  reloader.stop();
  fail(new NetworkError('too late'));
  await loading;
  reloader.scheduleReload();
  await reloader.reload();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(loads).toBe(1);
  expect(errors).toEqual([]);
});
