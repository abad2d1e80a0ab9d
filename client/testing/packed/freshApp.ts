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
const PACKAGES = ['sdk', 'ui', 'kit'] as const;
const DEPENDENCIES = ['react@19', 'react-dom@19'];
const TOOLS = [
  'vite@8',
  'typescript@5',
  '@types/react@19',
  '@types/react-dom@19',
  'publint@0.3',
  '@arethetypeswrong/cli@0.18',
];

/** Entries with types; attw cannot check style sheets. */
const ATTW = ['--profile', 'esm-only', '--format', 'ascii', '--no-emoji'];

export class FreshApp {
  readonly folder: string;
  readonly #tarballs: readonly string[];

  private constructor(folder: string, tarballs: readonly string[]) {
    this.folder = folder;
    this.#tarballs = tarballs;
  }

  static async create(): Promise<FreshApp> {
    const folder = await mkdtemp(join(tmpdir(), 'vestnik-fresh-app-'));
    const tarballs: string[] = [];
    for (const name of PACKAGES) tarballs.push(await pack(name, folder));
    const manifest = { name: 'fresh-app', private: true, type: 'module' };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    const install = ['install', '--no-audit', '--no-fund', '--prefer-offline'];
    await run('npm', [...install, ...tarballs, ...DEPENDENCIES, ...TOOLS], { cwd: folder });
    return new FreshApp(folder, tarballs);
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

  /** Builds and type-checks the application of the kit's README; returns the built folder. */
  async build(): Promise<string> {
    await mkdir(join(this.folder, 'src'), { recursive: true });
    await writeFile(join(this.folder, 'src/main.tsx'), await readmeExample());
    await writeFile(join(this.folder, 'index.html'), PAGE);
    await writeFile(join(this.folder, 'tsconfig.json'), JSON.stringify(TYPESCRIPT));
    await this.#tool('tsc', ['--noEmit']);
    await this.#tool('vite', ['build']);
    return join(this.folder, 'dist');
  }

  async delete(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
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

/** The first example of the kit's README. */
async function readmeExample(): Promise<string> {
  const readme = await readFile(join(CLIENT, 'packages/kit/README.md'), 'utf8');
  const [, example] = /```tsx\n([\s\S]*?)```/u.exec(readme) ?? [];
  if (example === undefined) throw new Error('the README of the kit has no example');
  return example;
}

const PAGE = `<!doctype html>
<html lang="ru">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Fresh app</title>
  </head>
  <body>
    <div id="root"></div>
    <script type="module" src="/src/main.tsx"></script>
  </body>
</html>
`;

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
