import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type AppServer, SERVER_PATHS, startServer } from './appServer.ts';
import type { FreshApp } from './freshApp.ts';
import { TYPESCRIPT } from './typescript.ts';

const PROGRAM = 'next/dist/bin/next';
const SOURCES = ['layout.tsx', 'campus/page.tsx', 'kit/page.tsx'];

/** Builds the pages in `next/` with webpack and serves them; requests for a Vestnik server are passed on. */
export async function serveWithNext(app: FreshApp, api: string): Promise<AppServer> {
  for (const name of SOURCES) {
    const source = await readFile(new URL(`next/${name}`, import.meta.url), 'utf8');
    await app.write({ [`next/app/${name}`]: source });
  }
  await app.write({
    'next/next.config.mjs': configuration(app, api),
    'next/tsconfig.json': JSON.stringify({ ...TYPESCRIPT, include: ['app'] }),
  });
  const cwd = join(app.folder, 'next');
  await app.run('typescript/bin/tsc', ['--noEmit'], cwd);
  await app.run(PROGRAM, ['build', '--webpack'], cwd);
  return startServer({
    program: join(app.tools, PROGRAM),
    args: ['start', '--hostname', '127.0.0.1', '--port'],
    cwd,
    ready: /Ready in/,
  });
}

function configuration({ folder }: FreshApp, api: string): string {
  const rewrites = SERVER_PATHS.map((path) => ({
    source: `${path}/:path*`,
    destination: `${api}${path}/:path*`,
  }));
  const config = {
    outputFileTracingRoot: folder,
    // Compression would hold the events of a stream back.
    compress: false,
    // Checked before, with the strictness of the other applications.
    typescript: { ignoreBuildErrors: true },
  };
  return `const config = ${JSON.stringify(config)};
export default { ...config, rewrites: async () => (${JSON.stringify(rewrites)}) };
`;
}
