/** The published package: npm pack --workspace @vestnik/ui */
import { defineConfig } from 'vite';

import { library } from '../../scripts/library.ts';

export default defineConfig(
  library({
    entries: {
      'components/index': 'src/components/index.ts',
      'address/index': 'src/address/index.ts',
      'chat/index': 'src/chat/index.ts',
      'files/index': 'src/files/index.ts',
      'format/index': 'src/format/index.ts',
      'i18n/index': 'src/i18n/index.ts',
      'keyboard/index': 'src/keyboard/index.ts',
      'layers/index': 'src/layers/index.ts',
      'preferences/index': 'src/preferences/index.ts',
      'errors/index': 'src/errors/index.ts',
      'serviceWorker/index': 'src/serviceWorker/index.ts',
      'oldBrowser/index': 'src/oldBrowser/index.ts',
      'theme/index': 'src/theme/index.ts',
    },
    sheets: ['tokens.css', 'reset.css', 'page.css'],
    before: ['tokens.css', 'reset.css'],
  }),
);
