import { NetworkError } from '../http/errors.ts';

interface Awaited<Sent> {
  readonly resolve: (message: Sent) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Milliseconds to wait for a message to come back. */
const ANSWER = 5_000;

/** Messages on their way over a socket, each until it comes back under its `client_id`. */
export class Deliveries<Sent> {
  readonly #awaited = new Map<string, Awaited<Sent>>();

  /** Sends, and waits for it to come back. Rejects with a `VestnikError`. */
  async make(clientId: string, send: () => boolean): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.fail(clientId, new NetworkError('the socket does not answer'));
      }, ANSWER);
      this.#awaited.set(clientId, { resolve, reject, timer });
      if (!send()) this.fail(clientId, new NetworkError('the socket is not open'));
    });
  }

  arrived(clientId: string, message: Sent): void {
    this.#settle(clientId, ({ resolve }) => {
      resolve(message);
    });
  }

  fail(clientId: string, error: Error): void {
    this.#settle(clientId, ({ reject }) => {
      reject(error);
    });
  }

  failAll(error: Error): void {
    for (const clientId of [...this.#awaited.keys()]) this.fail(clientId, error);
  }

  #settle(clientId: string, settle: (awaited: Awaited<Sent>) => void): void {
    const awaited = this.#awaited.get(clientId);
    if (awaited === undefined) return;
    this.#awaited.delete(clientId);
    clearTimeout(awaited.timer);
    settle(awaited);
  }
}
