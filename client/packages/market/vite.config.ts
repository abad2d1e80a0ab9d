import { defaultClientConditions, defineConfig, type UserConfig } from 'vite';

import { compress } from '../../scripts/compress.ts';
import { sizeLimit } from '../../scripts/sizeLimit.ts';
import { noPreload, shadowCss } from './scripts/shadowCss.ts';

/**
 * Three builds, which `--mode` names. The scripts `chat` and `seller-chats` are small, classic and
 * self-contained; they import the application `market`, an ES module with chunks, when it is needed.
 * The limits are of what is loaded until a chat is drawn.
 */
export default defineConfig(({ mode }) => (mode === 'market' ? application : script(mode)));

/** By gzip. */
const SCRIPT_KILOBYTES = 4;
const TOTAL_KILOBYTES = 81;

const shared: UserConfig['build'] = {
  // Since these `light-dark()`, popovers and CSS nesting need no translation.
  target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
  modulePreload: false,
  sourcemap: false,
};

function script(mode: string): UserConfig {
  return {
    plugins: [sizeLimit({ firstLoadKilobytes: SCRIPT_KILOBYTES }), compress()],
    resolve: { conditions: ['@vestnik/source', ...defaultClientConditions] },
    build: {
      ...shared,
      emptyOutDir: mode === 'chat',
      rolldownOptions: {
        input: `src/${mode}.ts`,
        output: { format: 'iife', entryFileNames: `${mode}.js` },
      },
    },
  };
}

const application: UserConfig = {
  plugins: [
    shadowCss('src/app/shadowStyles.ts'),
    noPreload(),
    sizeLimit({ firstLoadKilobytes: TOTAL_KILOBYTES - SCRIPT_KILOBYTES }),
    compress(),
  ],
  resolve: {
    conditions: ['@vestnik/source', ...defaultClientConditions],
    alias: [
      { find: /^react\/jsx-runtime$/, replacement: 'preact/jsx-runtime' },
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react(-dom)?$/, replacement: 'preact/compat' },
    ],
  },
  build: {
    ...shared,
    emptyOutDir: false,
    rolldownOptions: {
      input: 'src/app/market.ts',
      // The entry keeps its exports: the scripts import them.
      preserveEntrySignatures: 'strict',
      output: {
        format: 'es',
        entryFileNames: 'market.js',
        chunkFileNames: 'market/[name]-[hash].js',
      },
    },
  },
};
