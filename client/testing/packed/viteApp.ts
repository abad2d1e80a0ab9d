import { join } from 'node:path';

import { type AppServer, SERVER_PATHS, startServer } from './appServer.ts';
import type { FreshApp } from './freshApp.ts';
import { TYPESCRIPT } from './typescript.ts';

type ViteMajor = 7 | 8;

const PROGRAMS = { 7: 'vite7/bin/vite.js', 8: 'vite/bin/vite.js' } as const;

/** An application whose pages are the scripts of `pages`, in TypeScript, by their names. */
export class ViteApp {
  readonly #app: FreshApp;
  readonly #input: readonly string[];

  private constructor(app: FreshApp, input: readonly string[]) {
    this.#app = app;
    this.#input = input;
  }

  /** Writes the pages and checks their types. */
  static async create(app: FreshApp, pages: Readonly<Record<string, string>>): Promise<ViteApp> {
    for (const [name, script] of Object.entries(pages)) {
      await app.write({ [`src/${name}.tsx`]: script, [`${name}.html`]: html(name) });
    }
    await app.write({ 'tsconfig.json': JSON.stringify({ ...TYPESCRIPT, include: ['src'] }) });
    await app.run('typescript/bin/tsc', ['--noEmit']);
    const input = Object.keys(pages).map((name) => `${name}.html`);
    return new ViteApp(app, input);
  }

  /** The built folder. */
  async build(major: ViteMajor): Promise<string> {
    const outDir = `dist-vite${major}`;
    // Vite 8 takes this name too.
    const build = { outDir, rollupOptions: { input: this.#input } };
    const config = await this.#configure(`build${major}`, { build });
    await this.#app.run(PROGRAMS[major], ['build', '--config', config]);
    return join(this.#app.folder, outDir);
  }

  /** The development server, which passes requests for a Vestnik server on. */
  async develop(major: ViteMajor, api: string): Promise<AppServer> {
    const proxy = Object.fromEntries(SERVER_PATHS.map((path) => [path, { target: api }]));
    const cacheDir = `node_modules/.vite${major}`;
    const config = await this.#configure(`dev${major}`, { cacheDir, server: { proxy } });
    return startServer({
      program: join(this.#app.tools, PROGRAMS[major]),
      args: ['--config', config, '--host', '127.0.0.1', '--strictPort', '--port'],
      cwd: this.#app.folder,
      ready: /ready in/,
    });
  }

  async #configure(name: string, config: object): Promise<string> {
    const file = `vite.${name}.config.js`;
    await this.#app.write({ [file]: `export default ${JSON.stringify(config)};\n` });
    return file;
  }
}

function html(name: string): string {
  return `<!doctype html>
<html lang="ru">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Fresh app</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <div id="root"></div>
    <script type="module" src="/src/${name}.tsx"></script>
  </body>
</html>
`;
}
