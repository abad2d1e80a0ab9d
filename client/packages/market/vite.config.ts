import { defaultClientConditions, defineConfig, type UserConfig } from 'vite';

import { BROWSERS, DROP_IN_SYNTAX } from '../../scripts/browsers.ts';
import { compress } from '../../scripts/compress.ts';
import { sizeLimit } from '../../scripts/sizeLimit.ts';
import { oneLanguage } from './scripts/oneLanguage.ts';
import { fetchedFirst, repeatableImports } from './scripts/repeatableImports.ts';
import { shadowCss } from './scripts/shadowCss.ts';

/**
 * Five builds, which `--mode` names. The scripts `chat` and `seller-chats` are small, classic and
 * self-contained; they import the application, an ES module with chunks, when it is needed:
 * `market.ru` or `market.en`. Where a browser cannot read them, `old-browser` says so. The limits are of
 * what is loaded until a chat is drawn and a text sent.
 */
export default defineConfig(({ mode }) => {
  if (mode === 'market.ru') return application('ru');
  if (mode === 'market.en') return application('en');
  return mode === 'old-browser' ? oldBrowser() : script(mode, `src/${mode}.ts`);
});

/** By gzip: of what each page loads, and of what it has loaded when a chat is drawn. */
const SCRIPT_KILOBYTES = 10;
const TOTAL_KILOBYTES = 170;

const shared: UserConfig['build'] = {
  target: BROWSERS,
  modulePreload: false,
  sourcemap: false,
};

/** In the syntax of its source: a minifier writes templates for long strings, which are newer. */
function oldBrowser(): UserConfig {
  const config = script('old-browser', 'src/oldBrowser/old-browser.ts');
  return { ...config, build: { ...config.build, target: 'es2015', minify: false } };
}

function script(name: string, input: string): UserConfig {
  return {
    plugins: [sizeLimit({ firstLoadKilobytes: SCRIPT_KILOBYTES }), compress()],
    resolve: { conditions: ['@vestnik/source', ...defaultClientConditions] },
    build: {
      ...shared,
      target: DROP_IN_SYNTAX,
      emptyOutDir: name === 'chat',
      rolldownOptions: {
        input,
        output: { format: 'iife', entryFileNames: `${name}.js` },
      },
    },
  };
}

function application(language: 'ru' | 'en'): UserConfig {
  return {
    base: './',
    plugins: [
      oneLanguage(language),
      shadowCss('src/app/shadowStyles.ts'),
      repeatableImports(),
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
    css: { modules: { generateScopedName: shortNames() } },
    build: {
      ...shared,
      modulePreload: fetchedFirst((file) => file.startsWith('market/app-')),
      emptyOutDir: false,
      rolldownOptions: {
        input: 'src/app/market.ts',
        // The entry keeps its exports: the scripts import them.
        preserveEntrySignatures: 'strict',
        output: {
          format: 'es',
          entryFileNames: `market.${language}.js`,
          chunkFileNames: 'market/[name]-[hash].js',
          // One file for all that is loaded first: it compresses better, and is one request.
          codeSplitting: { groups: [{ name: 'app', tags: ['$initial'] }] },
        },
      },
    },
  };
}

/** Names of classes as short as can be: nothing outside of the shadow root sees them. */
function shortNames(): (name: string, file: string) => string {
  const known = new Map<string, string>();
  return (name, file) => {
    const key = `${file} ${name}`;
    const short = known.get(key) ?? `c${known.size.toString(36)}`;
    known.set(key, short);
    return short;
  };
}
