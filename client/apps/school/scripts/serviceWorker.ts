import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { transformWithOxc, type Plugin } from 'vite';

const SOURCE = new URL('../service-worker/sw.ts', import.meta.url);

/** Writes /sw.js, with the names of all assets in it. */
export function serviceWorker(): Plugin {
  return {
    name: 'school:service-worker',
    apply: 'build',
    async generateBundle(_options, bundle) {
      const html = bundle['index.html'];
      const page = html?.type === 'asset' ? html.source : '';
      const assets = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
      const paths = assets.toSorted().map((name) => `/${name}`);
      // The page too: a version may differ in nothing else.
      const version = createHash('sha256').update(paths.join()).update(page).digest('hex');
      const { code } = await transformWithOxc(readFileSync(SOURCE, 'utf8'), 'sw.ts', {
        define: { ASSETS: JSON.stringify(paths), VERSION: JSON.stringify(version.slice(0, 12)) },
      });
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: code });
    },
  };
}
