import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** The server that `npm run dev` talks to. */
const server = process.env['VESTNIK_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  // Beside the school's app.
  base: '/campus/',
  plugins: [react()],
  resolve: { conditions: ['@vestnik/source', ...defaultClientConditions] },
  server: {
    // The Host header stays the page's own: the server compares it with Origin.
    proxy: {
      '/api': { target: server, changeOrigin: false, ws: true },
      '/v1': { target: server, changeOrigin: false },
    },
  },
  build: {
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    // Everything is a file: the content policy allows nothing inline.
    assetsInlineLimit: 0,
    // One sheet: a part that is loaded later needs no sheet of its own, which may fail to load.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
});
