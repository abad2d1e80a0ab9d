/** The published package: npm pack --workspace @vestnik/kit */
import { defineConfig } from 'vite';

import { library } from '../../scripts/library.ts';

export default defineConfig(
  library({
    entries: {
      'app/index': 'src/app/index.ts',
      'message/index': 'src/message/index.ts',
      'composer/index': 'src/composer/index.ts',
      'chats/index': 'src/chats/index.ts',
      'message/pdf/index': 'src/message/pdf/index.ts',
      'message/pdf/pdfWorker': 'src/message/pdf/pdfWorker.ts',
      'menu/index': 'src/menu/index.ts',
      fileSize: 'src/fileSize.ts',
      lazyPart: 'src/lazyPart.ts',
      'app/hostStrings/index': 'src/app/hostStrings/index.tsx',
    },
    before: "@import '@vestnik/ui/styles.css';",
  }),
);
