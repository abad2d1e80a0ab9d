/** Temporary folders, which are removed when this process ends. */
import { accessSync, constants, statfsSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { watchFolder } from './processReaper.ts';

const MEMORY = '/dev/shm';
/** Bytes: a Postgres cluster with its write-ahead log at its largest, for several workers. */
const NEEDED_SPACE = 4 * 1024 ** 3;

/** Creates a folder. Its name is short: a Unix socket's path has about a hundred bytes at most. */
export async function createTempDir(): Promise<string> {
  const folder = await mkdtemp(join(parentFolder(), 'v-'));
  watchFolder(folder);
  // Postgres that root starts runs as another user, who needs to enter the folder.
  await chmod(folder, 0o711);
  return folder;
}

/** Memory where there is enough: Postgres syncs each commit, which takes long on a busy disk. */
function parentFolder(): string {
  if (process.env['TMPDIR'] !== undefined) return tmpdir();
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= NEEDED_SPACE ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}
