import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

import { build, type Plugin, type Rolldown } from 'vite';

/** PDF.js, which is larger than all the rest: it is loaded with the first file that is shown. */
const ON_DEMAND = /\/(openPdf|pdfWorker)-/;

/**
 * Writes sw.js of this source beside the page, with the names of all assets that the page may need
 * without a connection.
 */
export function serviceWorker(source: URL): Plugin {
  let base = '/';
  return {
    name: 'vestnik:service-worker',
    apply: 'build',
    configResolved(config) {
      base = config.base;
    },
    async generateBundle(_options, bundle) {
      const html = bundle['index.html'];
      const page = html?.type === 'asset' ? html.source : '';
      const assets = Object.keys(bundle).filter(
        (name) => name.startsWith('assets/') && !ON_DEMAND.test(name),
      );
      const paths = assets.toSorted().map((name) => base + name);
      // The page too: a version may differ in nothing else.
      const version = createHash('sha256').update(paths.join()).update(page).digest('hex');
      const code = await bundled(fileURLToPath(source), {
        ASSETS: JSON.stringify(paths),
        VERSION: JSON.stringify(version.slice(0, 12)),
      });
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: code });
    },
  };
}

/** The worker in one file, with these constants. */
async function bundled(entry: string, define: Record<string, string>): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'warn',
    define,
    build: {
      write: false,
      copyPublicDir: false,
      minify: true,
      lib: { entry, formats: ['iife'], name: 'worker', fileName: 'sw' },
    },
  });
  const [result] = (Array.isArray(output) ? output : [output]) as Rolldown.RolldownOutput[];
  if (result === undefined) throw new Error('the service worker was not built');
  return result.output[0].code;
}
