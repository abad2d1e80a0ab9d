/** The published package: npm pack --workspace @vestnik/desk */
import { defineConfig } from 'vite';

import { library } from '../../scripts/library.ts';

export default defineConfig(
  library({
    entries: { index: 'src/index.ts' },
    before: "@import '@vestnik/kit/styles.css';",
  }),
);
