import { createReadStream } from 'node:fs';
import { join } from 'node:path';

import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

import { browserCheck } from '../../scripts/browserCheck.ts';
import { BROWSERS } from '../../scripts/browsers.ts';

/** The server that `npm run dev` talks to. */
const server = process.env['VESTNIK_URL'] ?? 'http://127.0.0.1:8080';

/** What is at /static/ of a server: the scripts, as the last build made them. */
const dropIn: Plugin = {
  name: 'shop:drop-in',
  apply: 'serve',
  configureServer({ middlewares }) {
    middlewares.use('/static/', (request, response) => {
      const [name = ''] = (request.url ?? '').slice(1).split('?');
      response.setHeader('Content-Type', 'text/javascript');
      const file = join(import.meta.dirname, '../../packages/market/dist', name);
      createReadStream(file)
        .on('error', () => response.writeHead(404).end())
        .pipe(response);
    });
  },
};

export default defineConfig({
  // Beside the school's app.
  base: '/shop/',
  plugins: [react(), dropIn, browserCheck(['moderation.html'])],
  resolve: { conditions: ['@vestnik/source', ...defaultClientConditions] },
  server: {
    // The Host header stays the page's own: the server compares it with Origin.
    proxy: Object.fromEntries(
      ['/api', '/v1'].map((path) => [path, { target: server, changeOrigin: false }]),
    ),
  },
  build: {
    target: BROWSERS,
    // Everything is a file: the content policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: { input: ['index.html', 'product.html', 'profile.html', 'moderation.html'] },
  },
});
