import { NetworkError } from '../http/errors.ts';

interface PendingAck<Sent> {
  readonly resolve: (message: Sent) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Milliseconds to wait for a message to return over the socket. */
const ACK_TIMEOUT_MS = 5_000;

/** Messages sent over a socket, each until the server returns it with its `client_id`. */
export class PendingAcks<Sent> {
  readonly #pending = new Map<string, PendingAck<Sent>>();

  /** Sends, and waits for the acknowledgement. Rejects with a `VestnikError`. */
  async send(clientId: string, send: () => boolean): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.fail(clientId, new NetworkError('the socket does not answer'));
      }, ACK_TIMEOUT_MS);
      this.#pending.set(clientId, { resolve, reject, timer });
      if (!send()) this.fail(clientId, new NetworkError('the socket is not open'));
    });
  }

  acknowledge(clientId: string, message: Sent): void {
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
    for (const clientId of [...this.#pending.keys()]) this.fail(clientId, error);
  }

  #settle(clientId: string, settle: (pending: PendingAck<Sent>) => void): void {
    const pending = this.#pending.get(clientId);
    if (pending === undefined) return;
    this.#pending.delete(clientId);
    clearTimeout(pending.timer);
    settle(pending);
  }
}
