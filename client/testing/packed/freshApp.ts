/** A new Vite application that has installed the packed packages. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CLIENT = fileURLToPath(new URL('../..', import.meta.url));

/** In the order in which they are built: each needs the types of the ones before. */
const PACKAGES = ['sdk', 'ui', 'kit', 'desk', 'campus'] as const;
const TOOLS = ['vite@8', 'typescript@5', 'publint@0.3', '@arethetypeswrong/cli@0.18'];

/** Entries with types; attw cannot check style sheets. */
const ATTW = ['--profile', 'esm-only', '--format', 'ascii', '--no-emoji'];

/** A page of the application: its path, and its script in TypeScript. */
export interface AppPage {
  readonly name: string;
  readonly script: string;
}

/** The packages as they would be published, in a folder that installs them. */
export class FreshApp {
  readonly folder: string;
  readonly #tarballs: readonly string[];

  private constructor(folder: string, tarballs: readonly string[]) {
    this.folder = folder;
    this.#tarballs = tarballs;
  }

  /** Packs the packages and installs them beside React 19. */
  static async create(): Promise<FreshApp> {
    const folder = await mkdtemp(join(tmpdir(), 'vestnik-fresh-app-'));
    const tarballs: string[] = [];
    for (const name of PACKAGES) tarballs.push(await pack(name, folder));
    const app = new FreshApp(folder, tarballs);
    await app.#install([...tarballs, ...reactPackages(19), '@tanstack/react-query@5', ...TOOLS]);
    return app;
  }

  /** Another application with nothing but the SDK and React 18, with the tools of this one. */
  async withReact18(): Promise<FreshApp> {
    const folder = join(this.folder, 'react18');
    await mkdir(folder);
    const sdk = this.#tarballs.filter((tarball) => tarball.includes('vestnik-sdk-'));
    const app = new FreshApp(folder, sdk);
    await app.#install([...sdk, ...reactPackages(18), ...TOOLS]);
    return app;
  }

  /** Problems that publint and arethetypeswrong find in the packed packages; both print to stdout. */
  async lint(): Promise<void> {
    for (const tarball of this.#tarballs) {
      await this.#tool('publint', ['--strict', tarball]);
      const sheets = await styleSheets(tarball, this.folder);
      const excluded = sheets.length === 0 ? [] : ['--exclude-entrypoints', ...sheets];
      await this.#tool('attw', [tarball, ...ATTW, ...excluded]);
    }
  }

  /** Builds and type-checks pages; returns the built folder. */
  async build(pages: readonly AppPage[]): Promise<string> {
    await mkdir(join(this.folder, 'src'), { recursive: true });
    for (const { name, script } of pages) {
      await writeFile(join(this.folder, `src/${name}.tsx`), script);
      await writeFile(join(this.folder, `${name}.html`), html(name));
    }
    await writeFile(join(this.folder, 'tsconfig.json'), JSON.stringify(TYPESCRIPT));
    await writeFile(join(this.folder, 'vite.config.js'), viteConfig(pages));
    await this.#tool('tsc', ['--noEmit']);
    await this.#tool('vite', ['build']);
    return join(this.folder, 'dist');
  }

  async delete(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #install(packages: readonly string[]): Promise<void> {
    const manifest = { name: 'fresh-app', private: true, type: 'module' };
    await writeFile(join(this.folder, 'package.json'), JSON.stringify(manifest));
    const install = ['install', '--no-audit', '--no-fund', '--prefer-offline'];
    await run('npm', [...install, ...packages], { cwd: this.folder });
  }

  async #tool(name: string, args: readonly string[]): Promise<void> {
    const path = join(this.folder, 'node_modules/.bin', name);
    try {
      await run(path, [...args], { cwd: this.folder });
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: string; stderr?: string };
      throw new Error(`${name} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, {
        cause: error,
      });
    }
  }
}

/** The first TypeScript example in the README of a package. */
export async function readmeExample(name: (typeof PACKAGES)[number]): Promise<string> {
  const readme = await readFile(join(CLIENT, 'packages', name, 'README.md'), 'utf8');
  const [, example] = /```tsx\n([\s\S]*?)```/u.exec(readme) ?? [];
  if (example === undefined) throw new Error(`the README of ${name} has no example`);
  return example;
}

function reactPackages(major: 18 | 19): string[] {
  const names = ['react', 'react-dom', '@types/react', '@types/react-dom'];
  return names.map((name) => `${name}@${String(major)}`);
}

async function pack(name: string, destination: string): Promise<string> {
  const args = ['pack', '--json', '--pack-destination', destination];
  const cwd = join(CLIENT, 'packages', name);
  const { version } = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')) as {
    version: string;
  };
  await run('npm', args, { cwd, maxBuffer: 64 * 1024 * 1024 });
  return join(destination, `vestnik-${name}-${version}.tgz`);
}

/** The entries of a package that are style sheets. */
async function styleSheets(tarball: string, folder: string): Promise<string[]> {
  const name = PACKAGES.find((one) => tarball.includes(`vestnik-${one}-`)) ?? '';
  const manifest = join(folder, 'node_modules/@vestnik', name, 'package.json');
  const { exports } = JSON.parse(await readFile(manifest, 'utf8')) as { exports: object };
  return Object.keys(exports).filter((entry) => entry.endsWith('.css'));
}

function html(name: string): string {
  return `<!doctype html>
<html lang="ru">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Fresh app</title>
  </head>
  <body>
    <div id="root"></div>
    <script type="module" src="/src/${name}.tsx"></script>
  </body>
</html>
`;
}

/** A page is all that a new application needs a configuration for. */
function viteConfig(pages: readonly AppPage[]): string {
  const input = pages.map(({ name }) => `${name}.html`);
  return `export default { build: { rolldownOptions: { input: ${JSON.stringify(input)} } } };\n`;
}

const TYPESCRIPT = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'ESNext',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    strict: true,
    skipLibCheck: false,
    types: [],
  },
  include: ['src'],
};
