/** A WebSocket in a page of an origin, by the browser's own `WebSocket`. */
import type { Page } from '@playwright/test';
import { eventually } from '@vestnik/testing';

import { type Fields, hasFields } from './fields.ts';

/** What a page's socket has received. */
interface Received {
  readonly frames: string[];
  readonly socket: WebSocket;
  closed: number | null;
}

declare global {
  interface Window {
    received: Received;
  }
}

/** An open socket in a page, one for each page. */
export class PageSocket {
  readonly #page: Page;
  #taken = 0;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Opens it; `path` begins with `/` and belongs to the server of the page. */
  static async open(page: Page, path: string): Promise<PageSocket> {
    await page.evaluate((given) => {
      const socket = new WebSocket(location.origin.replace('http', 'ws') + given, []);
      const received: Received = { frames: [], socket, closed: null };
      window.received = received;
      socket.onmessage = (e: MessageEvent<string>) => received.frames.push(e.data);
      return new Promise<void>((resolve, reject) => {
        socket.onopen = () => {
          resolve();
        };
        socket.onclose = ({ code }) => {
          received.closed = code;
          reject(new Error(`closed: ${code}`));
        };
      });
    }, path);
    return new PageSocket(page);
  }

  async send(frame: Fields): Promise<void> {
    await this.#page.evaluate((text) => {
      window.received.socket.send(text);
    }, JSON.stringify(frame));
  }

  /** The next frame that has these fields; those before it are gone. */
  async next(fields: Fields): Promise<Fields> {
    return eventually(`a frame with ${JSON.stringify(fields)}`, async () => {
      const frames = await this.#frames();
      const at = frames.findIndex(
        (frame, index) => index >= this.#taken && hasFields(frame, fields),
      );
      if (at >= 0) this.#taken = at + 1;
      return frames[at];
    });
  }

  /** All frames of a type so far. */
  async ofType(type: string): Promise<readonly Fields[]> {
    return (await this.#frames()).filter((frame) => frame['type'] === type);
  }

  async close(): Promise<void> {
    await this.#page.evaluate(() => {
      window.received.socket.close();
    });
    await eventually('the end of the socket', () =>
      this.#page.evaluate(() => window.received.closed !== null),
    );
  }

  async #frames(): Promise<readonly Fields[]> {
    const texts = await this.#page.evaluate(() => window.received.frames);
    return texts.map((text) => JSON.parse(text) as Fields);
  }
}
