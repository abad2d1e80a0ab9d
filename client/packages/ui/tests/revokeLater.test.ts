import { resolveObjectURL } from 'node:buffer';

import { afterEach, expect, test, vi } from 'vitest';

import { revokeLater } from '../src/files/revokeLater.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('an object URL can be loaded for a while after its element has gone', () => {
  vi.useFakeTimers();
  const url = URL.createObjectURL(new Blob(['voice']));
  revokeLater(url);
  vi.advanceTimersByTime(5_000);
  expect(resolveObjectURL(url)).toBeDefined();
  vi.advanceTimersByTime(5_000);
  expect(resolveObjectURL(url)).toBeUndefined();
});
