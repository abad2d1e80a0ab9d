/**
 * The private Postgres that the product itself starts, and the server that keeps it.
 *
 * No test kills that server: its replicas are for that.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { within } from './eventually.ts';
import { createTempDir } from './folders.ts';
import { serverBinary } from './paths.ts';
import { ManagedProcess } from './managedProcess.ts';

const JWT_SECRET = 'a secret that only the tests of this school know';

const SETTINGS = {
  // Tests send and create faster than people do.
  SEND_LIMIT: 'off',
  CHAT_LIMIT: 'off',
};

/** What shows edits is tested in the school, where they are off by default. */
const REALM_FILES = { 'school.toml': 'edits = true' };

export interface DatabaseOptions {
  /** Whether it has the demo school. */
  readonly demo: boolean;
  /** Of the server that keeps it, which may run workers for its replicas. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Files of realms besides, by their names: of every server of the database. */
  readonly realmFiles?: Readonly<Record<string, string>>;
}

/** Postgres with its schema; a server at `url` keeps it. */
export class Database {
  readonly url: string;
  /** What another server needs to join. */
  readonly env: Readonly<Record<string, string>>;
  readonly #folder: string;
  readonly #server: ManagedProcess;
  readonly #psql: readonly string[];

  private constructor(
    url: string,
    folder: string,
    server: ManagedProcess,
    psql: readonly string[],
    env: Readonly<Record<string, string>>,
  ) {
    this.url = url;
    this.#folder = folder;
    this.#server = server;
    this.#psql = psql;
    // Attachments go there, unless a test stores them elsewhere.
    this.env = { DATA_DIR: folder, JWT_SECRET, ...SETTINGS, ...env };
  }

  static async start({ demo, settings = {}, realmFiles }: DatabaseOptions): Promise<Database> {
    const folder = await createTempDir();
    const ofRealms = await realmsDir(folder, { ...REALM_FILES, ...realmFiles });
    const server = await ManagedProcess.start({
      program: serverBinary(),
      args: demo ? ['serve', '--demo'] : ['serve'],
      env: {
        JWT_SECRET,
        ...SETTINGS,
        ...settings,
        ...ofRealms,
        DATA_DIR: folder,
        LISTEN_ADDR: '127.0.0.1:0',
        RUST_LOG: process.env['RUST_LOG'] ?? 'info',
      },
    });
    const url = await server.waitForLine(
      'listening',
      (line) => /^listening on (\S+)$/.exec(line)?.[1],
    );
    const [psql = 'psql', sockets = ''] = await server.waitForLine('a line for psql', (line) =>
      /^psql: PGPASSFILE=\S+ (\S+) -h (\S+) /.exec(line)?.slice(1, 3),
    );
    if (demo) {
      await server.waitForLine(
        'the demo',
        (line) => line.startsWith('The demo school is ready') || undefined,
      );
    }
    const pgpass = await readFile(join(folder, 'pgpass'), 'utf8');
    const password = pgpass.trim().split(':').at(-1) ?? '';
    const databaseUrl = `postgresql://vestnik:${password}@${encodeURIComponent(sockets)}:5432/vestnik`;
    const env = { DATABASE_URL: databaseUrl, ...ofRealms };
    return new Database(url, folder, server, [psql, databaseUrl], env);
  }

  /** Runs SQL through psql; returns what it prints: rows in lines, columns split by `|`. */
  async sql(statements: string): Promise<string> {
    const [program = 'psql', url = ''] = this.#psql;
    const args = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-f', '-'];
    return run(program, [...args, url], statements);
  }

  /** Adds a user with the command line of the server. */
  async addUser(email: string, name: string, role: string, password: string): Promise<void> {
    const args = ['user', 'add', '--email', email, '--name', name, '--role', role];
    await this.command(args, password);
  }

  /** Runs a command of the server with this database; returns what it printed. */
  async command(args: readonly string[], input = ''): Promise<string> {
    return run(serverBinary(), args, input, this.env);
  }

  async stop(): Promise<void> {
    await this.#server.end('SIGTERM');
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Writes the files of realms; returns the setting that names their folder. */
async function realmsDir(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<{ readonly REALMS_DIR: string }> {
  const realms = join(folder, 'realms');
  await mkdir(realms);
  await Promise.all(
    Object.entries(files).map(([name, content]) => writeFile(join(realms, name), content)),
  );
  return { REALMS_DIR: realms };
}

/** Runs a command to its end; returns what it printed. */
async function run(
  program: string,
  args: readonly string[],
  input: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(program, [...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  const [printed, stderr] = await within(`the end of ${program}`, ended);
  if (child.exitCode !== 0) throw new Error(`${program}: ${stderr}${printed}`);
  return printed.trimEnd();
}
