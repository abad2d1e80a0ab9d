/** A proxy that cuts connections in the middle of a request. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** Cuts the first connections as soon as each has sent so many bytes. */
export class Cutter {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  /** Bytes after which the next connections are cut; then no more are. */
  readonly #cuts: number[];

  private constructor(target: URL, cuts: readonly number[]) {
    this.#cuts = [...cuts];
    this.#server = createServer((client) => {
      this.#forward(client, connect(Number(target.port), target.hostname));
    });
  }

  static async start(target: string, cuts: readonly number[]): Promise<Cutter> {
    const cutter = new Cutter(new URL(target), cuts);
    cutter.#server.listen(0, '127.0.0.1');
    await once(cutter.#server, 'listening');
    return cutter;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many cuts are still to come. */
  get left(): number {
    return this.#cuts.length;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #forward(client: Socket, server: Socket): void {
    let sent = 0;
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#open.delete(one);
        other.end();
      });
    }
    server.pipe(client);
    client.on('data', (bytes: Buffer) => {
      const [limit] = this.#cuts;
      sent += bytes.length;
      if (limit === undefined || sent < limit) {
        server.write(bytes);
        return;
      }
      this.#cuts.shift();
      server.write(bytes.subarray(0, bytes.length - (sent - limit)), () => server.end());
      client.destroy();
    });
  }
}
