/** A `vestnik serve` on a database that the caller owns. */
import { freePort, serverBinary } from './paths.ts';
import { ManagedProcess } from './managedProcess.ts';

export interface ReplicaOptions {
  /** Folder of the built app to serve at /. */
  readonly webRoot?: string;
  /** Seconds of silence after which a stream says that it lives. */
  readonly heartbeat?: number;
  /** Applications to serve, comma-separated. */
  readonly realms?: string;
  /** Settings besides. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One replica: may be killed and started again on the same port. */
export class Replica {
  readonly url: string;
  readonly #env: Readonly<Record<string, string>>;
  #running: ManagedProcess;

  private constructor(url: string, env: Readonly<Record<string, string>>, running: ManagedProcess) {
    this.url = url;
    this.#env = env;
    this.#running = running;
  }

  static async start(
    database: Readonly<Record<string, string>>,
    { webRoot, heartbeat, realms, env: besides = {} }: ReplicaOptions = {},
  ): Promise<Replica> {
    const address = `127.0.0.1:${await freePort()}`;
    const env = {
      ...database,
      ...besides,
      LISTEN_ADDR: address,
      METRICS_ADDR: `127.0.0.1:${await freePort()}`,
      RUST_LOG: process.env['RUST_LOG'] ?? 'info',
      ...(realms === undefined ? {} : { REALMS: realms }),
      ...(webRoot === undefined ? {} : { WEB_ROOT: webRoot }),
      ...(heartbeat === undefined ? {} : { HEARTBEAT_SECONDS: String(heartbeat) }),
    };
    return new Replica(`http://${address}`, env, await serve(env));
  }

  get pid(): number {
    return this.#running.pid;
  }

  /** What it has logged since it was started last. */
  get log(): string {
    return this.#running.log;
  }

  /** `kill -9`; returns when the process is no more. */
  async kill(): Promise<void> {
    await this.#running.end('SIGKILL');
  }

  /** SIGTERM; returns when it has closed everything and ended. */
  async stop(): Promise<void> {
    await this.#running.end('SIGTERM');
  }

  /** Starts it again on the same port, after ending it if it still runs. */
  async restart(): Promise<void> {
    await this.stop();
    this.#running = await serve(this.#env);
  }

  /** How many streams are open here now. */
  async streams(): Promise<number> {
    const response = await fetch(`http://${this.#env['METRICS_ADDR'] ?? ''}/metrics`);
    const text = await response.text();
    // One line for each kind of stream, in no order.
    const lines = text.matchAll(/^vestnik_subscribers(?:\{[^}]*\})? (\S+)$/gm);
    return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
  }
}

async function serve(env: Readonly<Record<string, string>>): Promise<ManagedProcess> {
  const running = await ManagedProcess.start({ program: serverBinary(), args: ['serve'], env });
  await running.waitForLine('listening', (line) => line.startsWith('listening on ') || undefined);
  return running;
}
