import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build, type HtmlTagDescriptor, type Plugin, type Rolldown } from 'vite';

const SOURCE = fileURLToPath(new URL('../packages/ui/src/oldBrowser/page.ts', import.meta.url));
const APPLICATION = /<script type="module" crossorigin src="([^"]+)"><\/script>/;

/**
 * Makes a small classic script the first of each page: it starts the application, which is loaded
 * meanwhile, or says that the browser is too old. `pages` names those that are applications; absent:
 * all of them.
 */
export function browserCheck(pages?: readonly string[]): Plugin {
  let base = '/';
  let file = '';
  return {
    name: 'vestnik:browser-check',
    apply: 'build',
    configResolved(config) {
      base = config.base;
    },
    async buildStart() {
      const source = await bundled();
      const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8);
      file = `assets/browserCheck-${hash}.js`;
      this.emitFile({ type: 'asset', fileName: file, source });
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { filename }) {
        if (pages !== undefined && !pages.includes(basename(filename))) return html;
        const [tag, application = ''] = APPLICATION.exec(html) ?? [];
        if (tag === undefined) throw new Error(`${filename} has no application`);
        const check: HtmlTagDescriptor = {
          tag: 'script',
          attrs: { defer: true, src: base + file, 'data-application': application },
          injectTo: 'head',
        };
        const preload = `<link rel="modulepreload" crossorigin href="${application}">`;
        return { html: html.replace(tag, preload), tags: [check] };
      },
    },
  };
}

async function bundled(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      write: false,
      copyPublicDir: false,
      target: 'es2015',
      // A minifier writes templates for long strings, which are newer than all of the source.
      minify: false,
      lib: { entry: SOURCE, formats: ['iife'], name: 'browserCheck', fileName: 'browserCheck' },
    },
  });
  const [result] = (Array.isArray(output) ? output : [output]) as Rolldown.RolldownOutput[];
  if (result === undefined) throw new Error('the check of the browser was not built');
  return result.output[0].code;
}
