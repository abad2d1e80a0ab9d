import { ManagedProcess } from '@vestnik/testing';

/** A display of X that nobody sees, for browsers that need one. */
export class Screen {
  readonly display: string;
  readonly #server: ManagedProcess;

  private constructor(display: string, server: ManagedProcess) {
    this.display = display;
    this.#server = server;
  }

  static async start(): Promise<Screen> {
    const server = await ManagedProcess.start({
      program: 'Xvfb',
      args: ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
      env: {},
    });
    const found = (line: string) => /^\d+$/.exec(line)?.[0];
    const number = await server.waitForLine('a display', found);
    return new Screen(`:${number}`, server);
  }

  async stop(): Promise<void> {
    await this.#server.end('SIGTERM');
  }
}
