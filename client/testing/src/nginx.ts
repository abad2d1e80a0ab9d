/** The real nginx with the configuration that is deployed. */
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from './eventually.ts';
import { createTempDir } from './folders.ts';
import { freePort, nginx, nginxConfiguration } from './paths.ts';
import type { Replica } from './replica.ts';
import { ManagedProcess } from './managedProcess.ts';

/** The web tier, in front of replicas. */
export class Nginx {
  readonly url: string;
  readonly #prefix: string;
  #running: ManagedProcess;

  private constructor(url: string, prefix: string, running: ManagedProcess) {
    this.url = url;
    this.#prefix = prefix;
    this.#running = running;
  }

  /** In front of these replicas, with the built app at /. */
  static async start(replicas: readonly Replica[], html: string): Promise<Nginx> {
    const prefix = await createTempDir();
    await mkdir(join(prefix, 'site'));
    await mkdir(join(prefix, 'run'));
    await symlink(html, join(prefix, 'html'));
    await symlink(nginxConfiguration(), join(prefix, 'nginx.conf'));
    const address = `127.0.0.1:${await freePort()}`;
    const servers = replicas.map(
      ({ url }) => `server ${url.slice('http://'.length)} max_fails=3 fail_timeout=1s;\n`,
    );
    await writeFile(join(prefix, 'site/listen.conf'), `listen ${address};\n`);
    await writeFile(join(prefix, 'site/replicas.conf'), servers.join(''));
    const url = `http://${address}`;
    return new Nginx(url, prefix, await run(prefix, url));
  }

  /** Stops it, until `restart`: every connection through it is cut. */
  async stopServing(): Promise<void> {
    await this.#running.end('SIGTERM');
  }

  /** Stops it, if it still runs, and starts it again on the same port. */
  async restart(): Promise<void> {
    await this.stopServing();
    this.#running = await run(this.#prefix, this.url);
  }

  async stop(): Promise<void> {
    await this.#running.end('SIGTERM');
    await rm(this.#prefix, { recursive: true, force: true });
  }
}

async function run(prefix: string, url: string): Promise<ManagedProcess> {
  const isRoot = process.getuid?.() === 0;
  const running = await ManagedProcess.start({
    program: nginx(),
    args: ['-p', prefix, '-c', join(prefix, 'nginx.conf'), ...(isRoot ? ['-g', 'user root;'] : [])],
    env: {},
  });
  try {
    await eventually('an answer', async () => {
      if (running.hasEnded) return true;
      return (await fetch(`${url}/health`)).ok;
    });
  } catch (cause) {
    throw running.failure('answer', cause);
  }
  if (running.hasEnded) throw running.failure('answer');
  return running;
}
