/** A new application that has installed the packed packages. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { run } from './run.ts';

const CLIENT = fileURLToPath(new URL('../..', import.meta.url));

/** In the order in which they are built: each needs the types of the ones before. */
const PACKAGES = ['sdk', 'ui', 'kit', 'desk', 'campus'] as const;

/** One installation has every bundler: `vite7` is Vite 7 beside Vite 8. */
const BUNDLERS = ['vite@8', 'vite7@npm:vite@7', 'next@16', '@types/node@20'];
const LINTERS = ['typescript@5', 'publint@0.3', '@arethetypeswrong/cli@0.18'];

/** Entries with types; attw cannot check style sheets. */
const ATTW = ['--profile', 'esm-only', '--format', 'ascii', '--no-emoji'];

/** The packages as they would be published, in a folder that installs them. */
export class FreshApp {
  readonly folder: string;
  /** Of the programs that it runs. */
  readonly tools: string;
  readonly #tarballs: readonly string[];

  private constructor(folder: string, tools: string, tarballs: readonly string[]) {
    this.folder = folder;
    this.tools = tools;
    this.#tarballs = tarballs;
  }

  /** Packs the packages and installs them beside React 19. */
  static async create(): Promise<FreshApp> {
    const folder = await mkdtemp(join(tmpdir(), 'vestnik-fresh-app-'));
    const tarballs: string[] = [];
    for (const name of PACKAGES) tarballs.push(await pack(name, folder));
    const app = new FreshApp(folder, join(folder, 'node_modules'), tarballs);
    const others = [...reactPackages(19), '@tanstack/react-query@5', ...BUNDLERS, ...LINTERS];
    await app.#install([...tarballs, ...others]);
    return app;
  }

  /** Another application with nothing but the SDK and React 18, which uses the tools of this one. */
  async withReact18(): Promise<FreshApp> {
    const folder = join(this.folder, 'react18');
    await mkdir(folder);
    const sdk = this.#tarballs.filter((tarball) => tarball.includes('vestnik-sdk-'));
    const app = new FreshApp(folder, this.tools, sdk);
    await app.#install([...sdk, ...reactPackages(18)]);
    return app;
  }

  /** Problems that publint and arethetypeswrong find in the packed packages. */
  async lint(): Promise<void> {
    for (const tarball of this.#tarballs) {
      await this.run('.bin/publint', ['--strict', tarball]);
      const sheets = await styleSheets(tarball, this.folder);
      const excluded = sheets.length === 0 ? [] : ['--exclude-entrypoints', ...sheets];
      await this.run('.bin/attw', [tarball, ...ATTW, ...excluded]);
    }
  }

  /** Writes files, by their paths in the folder. */
  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.folder, path);
      await mkdir(join(file, '..'), { recursive: true });
      await writeFile(file, content);
    }
  }

  /** Runs one of the programs that are installed. */
  async run(program: string, args: readonly string[], cwd = this.folder): Promise<void> {
    await run(process.execPath, [join(this.tools, program), ...args], cwd);
  }

  async delete(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Fails if a dependency does not promise to work with this version of Node. */
  async #install(packages: readonly string[]): Promise<void> {
    const manifest = { name: 'fresh-app', private: true, type: 'module' };
    await this.write({ 'package.json': JSON.stringify(manifest) });
    const install = ['install', '--engine-strict', '--no-audit', '--no-fund', '--prefer-offline'];
    await run('npm', [...install, ...packages], this.folder);
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
  const cwd = join(CLIENT, 'packages', name);
  const { version } = JSON.parse(await readFile(join(cwd, 'package.json'), 'utf8')) as {
    version: string;
  };
  await run('npm', ['pack', '--json', '--pack-destination', destination], cwd);
  return join(destination, `vestnik-${name}-${version}.tgz`);
}

/** The entries of a package that are style sheets. */
async function styleSheets(tarball: string, folder: string): Promise<string[]> {
  const name = PACKAGES.find((one) => tarball.includes(`vestnik-${one}-`)) ?? '';
  const manifest = join(folder, 'node_modules/@vestnik', name, 'package.json');
  const { exports } = JSON.parse(await readFile(manifest, 'utf8')) as { exports: object };
  return Object.keys(exports).filter((entry) => entry.endsWith('.css'));
}
