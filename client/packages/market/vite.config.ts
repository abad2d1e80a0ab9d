import { defaultClientConditions, defineConfig } from 'vite';

import { compress } from '../../scripts/compress.ts';
import { sizeLimit } from '../../scripts/sizeLimit.ts';

/** One script a build, which its `--mode` names: plain ones share nothing. */
export default defineConfig(({ mode }) => ({
  plugins: [sizeLimit({ firstLoadKilobytes: 40 }), compress()],
  resolve: { conditions: ['@vestnik/source', ...defaultClientConditions] },
  build: {
    // Since these `light-dark()` and CSS nesting need no translation.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    emptyOutDir: mode === 'chat',
    modulePreload: false,
    sourcemap: false,
    rolldownOptions: {
      input: `src/${mode}.ts`,
      output: { format: 'iife', entryFileNames: `${mode}.js` },
    },
  },
}));
