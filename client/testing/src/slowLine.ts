/** A line between a browser and a server that carries little and can be cut: a proxy of TCP. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export class SlowLine {
  readonly url: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #sentBytes = 0;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Carries so many bytes a second to the server at `url`, on each connection. */
  static async start(url: string, bytesPerSecond: number): Promise<SlowLine> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const line = new SlowLine(server);
    server.on('connection', (client) => {
      const upstream = connect(Number(port), hostname);
      line.#watch(client, upstream);
      upstream.pipe(client);
      void line.#carry(client, upstream, bytesPerSecond);
    });
    return line;
  }

  /** Bytes that have reached the server. */
  get sentBytes(): number {
    return this.#sentBytes;
  }

  /** Cuts all connections; new ones are possible at once. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #watch(client: Socket, upstream: Socket): void {
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }

  async #carry(client: Socket, upstream: Socket, bytesPerSecond: number): Promise<void> {
    try {
      for await (const chunk of client as AsyncIterable<Buffer>) {
        upstream.write(chunk);
        this.#sentBytes += chunk.length;
        if (chunk.length > 1_000) await pause((chunk.length / bytesPerSecond) * 1_000);
      }
    } catch {
      // It was cut.
    }
  }
}
