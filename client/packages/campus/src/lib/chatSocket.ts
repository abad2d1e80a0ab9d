import { PendingAcks, NetworkError, ResumingSocket, type SocketOptions } from '@vestnik/sdk';

import type { Message, ServerFrame } from '../model/types/chat.ts';

export type { SocketFailure, SocketStatus } from '@vestnik/sdk';

export type ChatSocketOptions = SocketOptions<ServerFrame>;

/** A message on its way. */
export interface Outgoing {
  readonly clientId: string;
  readonly text: string;
  readonly replyTo: string | null;
}

/** Attempts in a row to come back. */
export const ATTEMPTS = 5;

/**
 * One conversation's socket. It comes back after a loss, up to five times in a row and later each
 * time, after the last event seen; it does not where the person was removed.
 */
export class ChatSocket extends ResumingSocket<ServerFrame> {
  readonly #deliveries = new PendingAcks<Message>();

  constructor(options: ChatSocketOptions) {
    super({ attempts: ATTEMPTS, ...options });
  }

  /** Sends, and waits for it to come back. Rejects with a `VestnikError`; then it goes by REST. */
  async deliver({ clientId, text, replyTo }: Outgoing): Promise<Message> {
    return this.#deliveries.send(clientId, () =>
      this.send({ text, reply_to: replyTo, client_id: clientId }),
    );
  }

  /** Lost where the socket is not open: it would be old news. */
  sendTyping(isTyping: boolean): void {
    this.send({ type: 'typing', payload: { is_typing: isTyping } });
  }

  /** False where it could not be told. */
  sendRead(): boolean {
    return this.send({ type: 'read' });
  }

  protected override heard(frame: ServerFrame): void {
    super.heard(frame);
    if (frame.type === 'message:new' && frame.payload.client_id !== undefined) {
      this.#deliveries.acknowledge(frame.payload.client_id, frame.payload);
    }
    if (frame.type === 'error' && frame.payload.client_id !== undefined) {
      const { client_id, code } = frame.payload;
      this.#deliveries.fail(client_id, new NetworkError(`refused: ${code}`));
    }
  }

  protected override dropped(): void {
    this.#deliveries.failAll(new NetworkError('the socket was lost'));
  }
}
