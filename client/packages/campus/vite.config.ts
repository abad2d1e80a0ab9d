import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** What the host has anyway, or installs along. */
const EXTERNAL = /^(react|react-dom|@tanstack\/react-query|@vestnik\/sdk|lucide-react)(\/|$)/;

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@vestnik/source', ...defaultClientConditions] },
  build: {
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'index', cssFileName: 'index' },
    rolldownOptions: { external: EXTERNAL },
    minify: false,
  },
});
