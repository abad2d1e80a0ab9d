import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { transform } from 'lightningcss';
import { preprocessCSS, type Plugin, type ResolvedConfig } from 'vite';

const PREFIX = '\0shadow-css:';
/** `import styles from`, before the name of a module of styles. */
const STYLES = /import (\w+) from (?=['"][^'"]+\.module\.css['"])/g;

/**
 * Makes each style sheet a module that passes its text to `addStyles` of the module `sheet`: shadow
 * roots share one constructed sheet, which no content policy forbids. A `rem` is 16 pixels, since the
 * page sets what it is otherwise.
 */
export function shadowCss(sheet: string): Plugin {
  const target = resolve(sheet);
  let config: ResolvedConfig;
  return {
    name: 'market:shadow-css',
    enforce: 'pre',
    configResolved(resolved) {
      config = resolved;
    },
    async resolveId(id, importer) {
      if (!id.endsWith('.css')) return null;
      const file = await this.resolve(id, importer, { skipSelf: true });
      // With another ending it is no style sheet to Vite.
      return file && { id: `${PREFIX}${file.id}.js`, moduleSideEffects: true };
    },
    transform: {
      filter: { code: /\.module\.css/ },
      // So the bundler puts the names of classes where they are used, and leaves out the others.
      handler: (code) => code.replaceAll(STYLES, 'import * as $1 from '),
    },
    async load(id) {
      if (!id.startsWith(PREFIX)) return null;
      const file = id.slice(PREFIX.length, -'.js'.length);
      this.addWatchFile(file);
      const { code, modules } = await preprocessCSS(readFileSync(file, 'utf8'), file, config);
      const { code: minified } = transform({
        filename: file,
        code: Buffer.from(code),
        minify: true,
        visitor: {
          Length: ({ unit, value }) =>
            unit === 'rem' ? { unit: 'px', value: value * 16 } : undefined,
        },
      });
      return [
        `import { addStyles } from ${JSON.stringify(target)};`,
        `addStyles(${JSON.stringify(minified.toString())});`,
        ...Object.entries(modules ?? {}).flatMap(([name, short], index) => [
          `const c${index} = ${JSON.stringify(short)};`,
          `export { c${index} as ${JSON.stringify(name)} };`,
        ]),
      ].join('\n');
    },
  };
}
