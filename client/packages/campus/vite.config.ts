import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

import { BROWSERS } from '../../scripts/browsers.ts';
import { workers } from '../../scripts/library.ts';

/** What the host has anyway, or installs along. */
const EXTERNAL =
  /^(react|react-dom|@tanstack\/react-query|@vestnik\/sdk|lucide-react|pdfjs-dist)(\/|$)/;

export default defineConfig({
  plugins: [react(), workers('@vestnik/campus')],
  resolve: { conditions: ['@vestnik/source', ...defaultClientConditions] },
  build: {
    target: BROWSERS,
    lib: {
      entry: { index: 'src/index.ts', pdfWorker: 'src/pdfWorker.ts' },
      formats: ['es'],
      cssFileName: 'index',
    },
    rolldownOptions: { external: EXTERNAL },
    minify: false,
  },
});
