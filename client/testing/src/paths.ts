/** Where things are: the repository, the server's binary, nginx, the built app. */
import { accessSync, constants, existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createTempDir } from './folders.ts';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** The server: VESTNIK_BIN, or what `cargo build` made. */
export function serverBinary(): string {
  const given = process.env['VESTNIK_BIN'];
  const path = given ?? join(REPOSITORY, 'target/debug/vestnik');
  if (isExecutable(path)) return path;
  const hint = given === undefined ? 'run: cargo build' : 'VESTNIK_BIN says so';
  throw new Error(`There is no server at ${path} (${hint}).`);
}

/** What stands beside the school's app, and a file by which one sees that it was built. */
const EXTRA_APPS = [
  { built: 'client/apps/campus/dist', file: 'index.html', at: 'campus' },
  { built: 'client/apps/shop/dist', file: 'index.html', at: 'shop' },
  { built: 'client/packages/market/dist', file: 'chat.js', at: 'static' },
];

/** A folder with all apps as they are served: the demos and the drop-in scripts beside the school. */
export async function builtSite(): Promise<string> {
  const site = await createTempDir();
  await cp(builtApp(), site, { recursive: true });
  for (const { built, file, at } of EXTRA_APPS) {
    const folder = join(REPOSITORY, built);
    if (!existsSync(join(folder, file))) {
      throw new Error(`The demo is not built: ${folder} has no ${file}. In client/: npm run build`);
    }
    await cp(folder, join(site, at), { recursive: true });
  }
  return site;
}

/** The folder that the app was built into. */
export function builtApp(): string {
  const path = join(REPOSITORY, 'client/apps/school/dist');
  if (existsSync(join(path, 'index.html'))) return path;
  throw new Error(`The app is not built: ${path} has no index.html. In client/ run: npm run build`);
}

/** The configuration that is deployed. */
export function nginxConfiguration(): string {
  return join(REPOSITORY, 'client/nginx.conf');
}

/** nginx, which for ordinary users is often not in PATH. */
export function nginx(): string {
  const found = findInPath('nginx', ['/usr/local/sbin', '/usr/sbin', '/sbin']);
  if (found !== undefined) return found;
  throw new Error('There is no nginx. On Debian or Ubuntu: apt-get install nginx-light');
}

/** A program of this name in PATH, or in one of the folders besides. */
export function findInPath(name: string, besides: readonly string[] = []): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, ...besides].map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A port that stays free for a server that stops and starts again: below those that the
 * system hands out for outgoing connections.
 */
export async function freePort(): Promise<number> {
  const [lowest, highest] = [20_000, 32_000];
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (givenPorts.has(port)) continue;
    givenPorts.add(port);
    if (await isFree(port)) return port;
  }
}

/** None is given twice: a server may not have begun to listen at the one before. */
const givenPorts = new Set<number>();

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
