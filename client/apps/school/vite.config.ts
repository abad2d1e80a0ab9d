import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

import { browserCheck } from '../../scripts/browserCheck.ts';
import { BROWSERS } from '../../scripts/browsers.ts';
import { compress } from '../../scripts/compress.ts';
import { manifests } from '../../scripts/manifests.ts';
import { serviceWorker } from '../../scripts/serviceWorker.ts';
import { sizeLimit } from '../../scripts/sizeLimit.ts';
import { INSTALLED as APPS } from './src/app/realmApps.ts';

/** The server that `npm run dev` talks to. */
const server = process.env['VESTNIK_URL'] ?? 'http://127.0.0.1:8080';

/**
 * In thousands of bytes by gzip, of the entry and what it imports. The browser test of the first load has
 * the goal, 150 KiB as browsers get it, which is by Brotli: about 86 % of this. It also counts what an open
 * conversation loads at once: the copies of messages in IndexedDB.
 */
const FIRST_LOAD_KILOBYTES = 164;

/** Under the icon of each installed application beside the school's. */
const NAMES: Readonly<Record<string, string>> = {
  messenger: 'Вестник: мессенджер',
  direct: 'Вестник: личные чаты',
};

const INSTALLED = APPS.map(({ realm, base }) => ({
  fileName: `${realm}.webmanifest`,
  name: NAMES[realm] ?? 'Вестник',
  description: 'Личные и рабочие чаты',
  root: `${base}/`,
  share: `${base}/share`,
}));

export default defineConfig({
  plugins: [
    react(),
    serviceWorker(new URL('service-worker/sw.ts', import.meta.url)),
    manifests(INSTALLED),
    browserCheck(),
    sizeLimit({ firstLoadKilobytes: FIRST_LOAD_KILOBYTES }),
    compress(),
  ],
  resolve: { conditions: ['@vestnik/source', ...defaultClientConditions] },
  server: {
    // The Host header stays the page's own: the server compares it with Origin.
    proxy: Object.fromEntries(
      ['/api', '/v1'].map((path) => [path, { target: server, changeOrigin: false }]),
    ),
  },
  build: {
    target: BROWSERS,
    // Everything is a file under /assets/: the content policy allows nothing inline.
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // The names of all scripts would be in the first load. The service worker has the scripts.
      resolveDependencies: (_url, files) => files.filter((file) => file.endsWith('.css')),
    },
    sourcemap: false,
    rolldownOptions: {
      // No module reads a property or a global for its side effects.
      treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
      output: {
        // What is needed together is one file: small ones cost a request each and compress badly.
        codeSplitting: {
          groups: [
            { name: 'initial', tags: ['$initial'] },
            { name: 'copies', test: /sync\/(localCopies|copyDatabase)|outboxStore|\/idb\// },
          ],
        },
      },
    },
  },
});
