import { freePort, ManagedProcess } from '@vestnik/testing';

/** A bundler's server of an application. */
export interface AppServer {
  readonly url: string;
  stop(): Promise<void>;
}

interface ServerProgram {
  /** Of Node. */
  readonly program: string;
  /** The port is added as the last one. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** What it prints when it serves. */
  readonly ready: RegExp;
}

export async function startServer({
  program,
  args,
  cwd,
  ready,
}: ServerProgram): Promise<AppServer> {
  const port = String(await freePort());
  const running = await ManagedProcess.start({
    program: process.execPath,
    args: [program, ...args, port],
    env: { HOME: process.env['HOME'] ?? '', NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' },
    cwd,
  });
  await running.waitForLine('serving', (line) => ready.test(line) || undefined);
  return { url: `http://127.0.0.1:${port}`, stop: () => running.end('SIGTERM') };
}

/** The paths of a Vestnik server, which pages request at their own origin. */
export const SERVER_PATHS = ['/api', '/v1'] as const;
