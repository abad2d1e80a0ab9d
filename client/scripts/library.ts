import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { type Plugin, type UserConfig } from 'vite';

import { BROWSERS } from './browsers.ts';

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
    plugins: [react(), workers(packageName()), styles(sheets, before)],
    build: {
      target: BROWSERS,
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
 * Names each worker as an entry of the package, such as `@vestnik/kit/pdfWorker`: bundlers find that
 * from wherever they have put the module that starts it, and make one script of it. A relative URL is
 * lost where they move modules, as Vite 7's dev server does. Vite itself would inline the worker, or
 * name a file at the root of the host.
 */
export function workers(packageName: string): Plugin {
  return {
    name: 'vestnik:library-workers',
    apply: 'build',
    enforce: 'pre',
    transform(code) {
      const url = /new URL\('\.\/(\w+)\.ts', import\.meta\.url\)/g;
      return url.test(code) ? code.replace(url, `__workerUrl('${packageName}/$1')`) : null;
    },
    renderChunk(code) {
      const url = /__workerUrl\((["'][^"']+["'])\)/g;
      return url.test(code) ? code.replace(url, 'new URL($1, import.meta.url)') : null;
    },
  };
}

function packageName(): string {
  const { name } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string };
  return name;
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
