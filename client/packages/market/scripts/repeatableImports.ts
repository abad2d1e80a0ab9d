import type { ModulePreloadOptions, Plugin } from 'vite';

const PRELOAD = '\0repeatable-imports';

/**
 * Fetches the files of a part before it imports them. Chromium repeats no failed `import` until
 * the page is reloaded; a failed `fetch` can be repeated. The `import` then
 * reads from the HTTP cache. Style sheets need nothing here: they are in the chunks.
 *
 * Replaces Vite's own helper of dynamic imports. Needs the build option `base: './'`, with which the
 * third argument is the address of the importing file, and `fetchedFirst` as `modulePreload`.
 */
export function repeatableImports(): Plugin {
  return {
    name: 'market:repeatable-imports',
    enforce: 'pre',
    resolveId: (id) => (id.includes('vite/preload-helper') ? PRELOAD : null),
    load: (id) => (id === PRELOAD ? HELPER : null),
  };
}

/** The files of a part that are fetched first: all but those that `isLoaded` names, which the page has. */
export function fetchedFirst(isLoaded: (file: string) => boolean): ModulePreloadOptions {
  return {
    polyfill: false,
    resolveDependencies: (file, imported) =>
      [...new Set([file, ...imported])].filter((name) => !isLoaded(name)),
  };
}

const HELPER = `
const loaded = new Set();
const fetchFile = async (address) => {
  if (loaded.has(address)) return;
  const response = await fetch(address);
  if (!response.ok) throw new Error(response.status + ' ' + address);
  await response.arrayBuffer();
  loaded.add(address);
};
export const __vitePreload = async (load, files = [], importer) => {
  await Promise.all(files.map((file) => fetchFile(new URL(file, importer).href)));
  return load();
};
`;
