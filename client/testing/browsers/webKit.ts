/** WebKitGTK by its own driver, which speaks the W3C's WebDriver. */
import { existsSync, readdirSync } from 'node:fs';

import { createTempDir, eventually, freePort, ManagedProcess } from '@vestnik/testing';

import type { DrivenElement, Driver } from './driver.ts';

/** The name of an element's id in answers, by the standard. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

interface Answer {
  readonly value: unknown;
}

/** A window of WebKitGTK's small browser. */
export class WebKit implements Driver {
  readonly #session: string;
  readonly #driver: ManagedProcess;

  private constructor(session: string, driver: ManagedProcess) {
    this.#session = session;
    this.#driver = driver;
  }

  /** Starts a browser whose pages are shown on an X display. */
  static async start(display: string): Promise<WebKit> {
    const port = String(await freePort());
    const driver = await ManagedProcess.start({
      program: 'WebKitWebDriver',
      args: ['--host=127.0.0.1', `--port=${port}`],
      env: { DISPLAY: display, HOME: await createTempDir(), LANG: 'C.UTF-8' },
    });
    const url = `http://127.0.0.1:${port}`;
    await eventually('WebKitWebDriver', async () => (await fetch(`${url}/status`)).ok);
    const browser = { binary: miniBrowser(), args: ['--automation'] };
    const body = { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': browser } } };
    const { sessionId } = (await call('POST', `${url}/session`, body)) as { sessionId: string };
    return new WebKit(`${url}/session/${sessionId}`, driver);
  }

  async open(url: string): Promise<void> {
    await this.#call('POST', 'url', { url });
  }

  async reload(): Promise<void> {
    await this.#call('POST', 'refresh', {});
  }

  /** What it shows, as PNG. */
  async screenshot(): Promise<Buffer> {
    return Buffer.from((await this.#call('GET', 'screenshot', undefined)) as string, 'base64');
  }

  async evaluate<Argument, Result>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result> {
    const script = `return (${run.toString()})(arguments[0])`;
    return (await this.#call('POST', 'execute/sync', { script, args: [argument] })) as Result;
  }

  async find<Argument>(
    find: (argument: Argument) => Element | null,
    argument: Argument,
  ): Promise<DrivenElement | null> {
    const found: unknown = await this.evaluate<Argument, unknown>(find, argument);
    if (typeof found !== 'object' || found === null) return null;
    const path = `element/${String((found as Record<string, unknown>)[ELEMENT])}`;
    return {
      click: async () => {
        await this.#call('POST', `${path}/click`, {});
      },
      type: async (text) => {
        await this.#call('POST', `${path}/value`, { text });
      },
      chooseFile: async (file) => {
        await this.#call('POST', `${path}/value`, { text: file });
      },
    };
  }

  async close(): Promise<void> {
    await this.#call('DELETE', '', undefined);
    await this.#driver.end('SIGTERM');
  }

  #call(method: string, command: string, body: unknown): Promise<unknown> {
    return call(method, command === '' ? this.#session : `${this.#session}/${command}`, body);
  }
}

/** WebKitGTK's small browser, which comes with the library and is in no PATH. */
function miniBrowser(): string {
  const folders = readdirSync('/usr/lib').flatMap((architecture) =>
    ['4.1', '6.0', '4.0'].map((api) => `/usr/lib/${architecture}/webkit2gtk-${api}/MiniBrowser`),
  );
  const found = folders.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error('WebKitGTK is missing. On Debian: apt-get install webkit2gtk-driver');
}

async function call(method: string, url: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const { value } = (await response.json()) as Answer;
  if (!response.ok) throw new Error(`${method} ${url}: ${JSON.stringify(value)}`);
  return value;
}
