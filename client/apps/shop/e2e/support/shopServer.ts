/** A shop of its own: another origin than the chat's, which knows nothing of it. */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../dist/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
};
const PAGES = ['/shop/', '/shop/product.html', '/shop/profile.html'];

/** Serves the demo's pages, with the scripts of whatever server a page is told: `?chat=`. */
export class ShopServer {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    // By name: another site than 127.0.0.1, whose cookies are third-party here.
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  /** Its pages load the chat from `chat`, which may be told once it is known. */
  static async start(chat: () => string): Promise<ShopServer> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const path = url.pathname === '/shop/' ? '/shop/index.html' : url.pathname;
      const file = join(BUILT, path.replace(/^\/shop/, ''));
      if (!path.startsWith('/shop/') || path.includes('..') || !existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
      if (!PAGES.includes(url.pathname)) {
        createReadStream(file).pipe(response);
        return;
      }
      const from = url.searchParams.get('chat') ?? chat();
      // As strict as a shop can be: nothing inline, scripts from itself and the chat's server.
      const socket = from.replace('http', 'ws');
      response.setHeader(
        'Content-Security-Policy',
        `default-src 'none'; script-src 'self' ${from}; style-src 'self'; connect-src ${from} ${socket}; img-src 'self'`,
      );
      const page = readFileSync(file, 'utf8');
      response.end(page.replaceAll('src="/static/', `src="${from}/static/`));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ShopServer(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
