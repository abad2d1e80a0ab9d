import { expect, test } from 'vitest';

import { FileCache } from '../src/files/fileCache.ts';

/** A cache of 3 files and 100 bytes, and what was read for it. A path begins with its size. */
function cache() {
  const reads: string[] = [];
  const files = new FileCache(
    (path) => {
      reads.push(path);
      const size = Number.parseInt(path, 10);
      if (Number.isNaN(size)) return Promise.reject(new Error('no such file'));
      return Promise.resolve(new Blob(['x'.repeat(size)]));
    },
    { files: 3, bytes: 100 },
  );
  return { files, reads };
}

test('a cached file is read once', async () => {
  const { files, reads } = cache();
  const [one, again] = await Promise.all([files.read('1'), files.read('1')]);
  expect(again).toBe(one);
  expect(await files.read('1')).toBe(one);
  expect(reads).toEqual(['1']);
});

test('the least recently used file is evicted first', async () => {
  const { files, reads } = cache();
  for (const path of ['1a', '1b', '1c', '1a', '1d', '1a', '1b']) await files.read(path);
  expect(reads).toEqual(['1a', '1b', '1c', '1d', '1b']);
});

test('the cache keeps at most its byte limit', async () => {
  const { files, reads } = cache();
  const bytes = new FileCache((path) => files.read(path), { files: 10, bytes: 50 });
  for (const path of ['12a', '12b', '12c', '12d', '12e', '12a']) await bytes.read(path);
  expect(reads.at(-1)).toBe('12a');
  await bytes.read('12e');
  expect(reads).toHaveLength(6);
});

test('a large file is not cached', async () => {
  const { files, reads } = cache();
  for (const path of ['5', '26', '26', '5']) await files.read(path);
  expect(reads).toEqual(['5', '26', '26']);
});

test('a failed read is repeated', async () => {
  const { files, reads } = cache();
  await expect(files.read('gone')).rejects.toThrow();
  await expect(files.read('gone')).rejects.toThrow();
  expect(reads).toEqual(['gone', 'gone']);
});
