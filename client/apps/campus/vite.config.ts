import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

import { browserCheck } from '../../scripts/browserCheck.ts';
import { BROWSERS } from '../../scripts/browsers.ts';
import { manifests, sharedIcons } from '../../scripts/manifests.ts';
import { serviceWorker } from '../../scripts/serviceWorker.ts';

/** The server that `npm run dev` talks to. */
const server = process.env['VESTNIK_URL'] ?? 'http://127.0.0.1:8080';

/** Beside the school's app. */
const BASE = '/campus/';

export default defineConfig({
  base: BASE,
  plugins: [
    react(),
    serviceWorker(new URL('service-worker/sw.ts', import.meta.url)),
    manifests([
      {
        fileName: 'manifest.webmanifest',
        name: 'Кампус',
        shortName: 'Кампус',
        description: 'Чат университета',
        root: BASE,
      },
    ]),
    sharedIcons(),
    browserCheck(),
  ],
  resolve: { conditions: ['@vestnik/source', ...defaultClientConditions] },
  server: {
    // The Host header stays the page's own: the server compares it with Origin.
    proxy: {
      '/api': { target: server, changeOrigin: false, ws: true },
      '/v1': { target: server, changeOrigin: false },
    },
  },
  build: {
    target: BROWSERS,
    // Everything is a file: the content policy allows nothing inline.
    assetsInlineLimit: 0,
    // One sheet: a part that is loaded later needs no sheet of its own, which may fail to load.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
});
