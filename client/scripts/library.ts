import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { type Plugin, type UserConfig } from 'vite';

interface LibraryOptions {
  /** Source of each entry, by the name of its file. */
  entries: Readonly<Record<string, string>>;
  /** Style sheets that are files of the package too. */
  sheets?: readonly string[];
  /** In front of the styles of the components: text, or the names of `sheets`. */
  before: string | readonly string[];
}

/** Builds a package of React components: a module for each source, and one style sheet for all. */
export function library({ entries, sheets = [], before }: LibraryOptions): UserConfig {
  return {
    plugins: [react(), workers(), styles(sheets, before)],
    build: {
      // Since these `light-dark()`, popovers and CSS nesting need no translation.
      target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
      minify: false,
      cssCodeSplit: false,
      lib: { entry: { ...entries }, formats: ['es'], cssFileName: 'styles' },
      rolldownOptions: {
        // All packages: the application installs them.
        external: /^[@a-z]/iu,
        // Applications leave out the modules that they do not use.
        output: { preserveModules: true, preserveModulesRoot: 'src', entryFileNames: '[name].js' },
      },
    },
  };
}

/**
 * Leaves the URLs of workers as they are: each worker is an entry of the package, and the bundler of
 * the application makes one script of it. Vite would inline it.
 */
function workers(): Plugin {
  return {
    name: 'vestnik:library-workers',
    apply: 'build',
    enforce: 'pre',
    transform(code) {
      const url = /new URL\('\.\/(\w+)\.ts', import\.meta\.url\)/g;
      return url.test(code) ? code.replace(url, "__workerUrl('./$1.js')") : null;
    },
    renderChunk(code) {
      const url = /__workerUrl\((["'][^"']+["'])\)/g;
      return url.test(code) ? code.replace(url, 'new URL($1, import.meta.url)') : null;
    },
  };
}

/** Adds style sheets that no component imports. */
function styles(sheets: readonly string[], before: LibraryOptions['before']): Plugin {
  const read = (name: string) => readFileSync(`src/${name}`, 'utf8');
  return {
    name: 'vestnik:library-styles',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const fileName of sheets) {
          this.emitFile({ type: 'asset', fileName, source: read(fileName) });
        }
        const own = bundle['styles.css'];
        if (own?.type !== 'asset') this.error('the components have no styles');
        const first = typeof before === 'string' ? before : before.map(read).join('\n');
        own.source = `${first}\n${own.source.toString()}`;
      },
    },
  };
}
