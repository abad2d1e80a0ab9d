/** Folders that are removed with this process. */
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { watchFolder } from './guard.ts';

/** A new one. Its name is short: a socket's path has some hundred bytes at most. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'v-'));
  watchFolder(folder);
  // Root's Postgres runs as somebody else, who has to pass through.
  await chmod(folder, 0o711);
  return folder;
}
