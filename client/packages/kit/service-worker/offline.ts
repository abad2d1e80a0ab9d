/**
 * Lets the page open without a connection: keeps index.html and the assets that the build names.
 *
 * The built file names all of a version's assets, so a new version is a new worker: it fetches
 * what it does not have, takes over at once and throws away what belonged to the old one. What
 * the server says (/api/) is none of its business: the app itself keeps what outlives a reload.
 */
import { worker } from './worker.ts';

/** Paths of this version's assets; the build puts them here. */
declare const ASSETS: readonly string[];
/** Another for each version; the build puts it here. */
declare const VERSION: string;

/** A file is what its path says, with whatever headers it was asked for (`Vary: Origin`). */
const BY_PATH: MultiCacheQueryOptions = { ignoreVary: true };
/** After so long without an answer a page that is there is better than one that may come. */
const NETWORK_TIMEOUT_MS = 4000;

export interface OfflineOptions {
  /** Begins the names of its caches, and of no other worker's: an origin shares them. */
  readonly prefix: string;
  /** The path of the folder of the build: of its page, and of its `assets/`. */
  readonly root: string;
  /** Which paths the page is for. */
  readonly isPage: (pathname: string) => boolean;
}

export function serveOffline({ prefix, root, isPage }: OfflineOptions): void {
  const shell: Shell = { prefix, cacheName: prefix + VERSION, page: root };
  worker.addEventListener('install', (event) => {
    event.waitUntil(precache(shell).then(() => worker.skipWaiting()));
  });
  worker.addEventListener('activate', (event) => {
    event.waitUntil(deleteOldCaches(shell).then(() => worker.clients.claim()));
  });
  worker.addEventListener('fetch', (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== worker.location.origin) return;
    if (request.mode === 'navigate') {
      if (isPage(pathname)) event.respondWith(networkFirst(request, shell));
    } else if (pathname.startsWith(`${root}assets/`)) {
      event.respondWith(cacheFirst(request));
    }
  });
}

/** What is kept of this version. */
interface Shell {
  readonly prefix: string;
  readonly cacheName: string;
  readonly page: string;
}

/** Either all of a version is stored or nothing is: half of it would not run. */
async function precache({ cacheName, page }: Shell): Promise<void> {
  const cache = await caches.open(cacheName);
  const added = cache.add(new Request(page, { cache: 'reload' }));
  await Promise.all([added, ...ASSETS.map((asset) => precacheAsset(cache, asset))]);
}

async function precacheAsset(cache: Cache, asset: string): Promise<void> {
  // Its name has a hash of its content: from whichever version, it is the same.
  const known = await caches.match(asset, BY_PATH);
  await (known ? cache.put(asset, known) : cache.add(asset));
}

async function deleteOldCaches({ prefix, cacheName }: Shell): Promise<void> {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function networkFirst(request: Request, { page, cacheName }: Shell): Promise<Response> {
  const fresh = fetch(request);
  const cached = caches.match(page, { ...BY_PATH, cacheName });
  const first = await Promise.race([fresh.catch(() => undefined), networkTimeout()]);
  // A gateway without its servers answers as well, but with no page.
  if (first && first.status < 500) return first;
  return (await cached) ?? fresh;
}

function networkTimeout(): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => {
      resolve(undefined);
    }, NETWORK_TIMEOUT_MS);
  });
}

async function cacheFirst(request: Request): Promise<Response> {
  return (await caches.match(request, BY_PATH)) ?? fetch(request);
}
