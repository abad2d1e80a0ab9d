import { ApiError, PendingAcks, NetworkError, ResumingSocket, type ErrorCode } from '@vestnik/sdk';

import type { ClientFrame, Message, ServerFrame } from './types.ts';

/** One chat's socket, which sends one message at a time. */
export class ChatSocket extends ResumingSocket<ServerFrame> {
  readonly #deliveries = new PendingAcks<Message>();
  #outgoing: string | null = null;

  /** Sends, and waits for it to come back. Rejects with a `VestnikError`. */
  async deliver(clientId: string, text: string): Promise<Message> {
    this.#outgoing = clientId;
    try {
      return await this.#deliveries.send(clientId, () =>
        this.#say({ type: 'message', message_text: text, client_id: clientId }),
      );
    } finally {
      this.#outgoing = null;
    }
  }

  /** Lost where the socket is not open: it would be old news. */
  sendTyping(isTyping: boolean): void {
    this.#say({ type: 'typing', is_typing: isTyping });
  }

  /** False where it could not be told. */
  sendRead(): boolean {
    return this.#say({ type: 'read' });
  }

  protected override heard(frame: ServerFrame): void {
    super.heard(frame);
    if (frame.type === 'message' && frame.message.client_id !== undefined) {
      this.#deliveries.acknowledge(frame.message.client_id, frame.message);
    }
    // It names no message; frames are answered in their order, and there is one on its way.
    if (frame.type === 'error' && this.#outgoing !== null) {
      this.#deliveries.fail(this.#outgoing, refusal(frame.code, frame.detail));
    }
  }

  protected override dropped(): void {
    this.#deliveries.failAll(new NetworkError('the socket was lost'));
  }

  #say(frame: ClientFrame): boolean {
    return this.send(frame);
  }
}

/** Milliseconds to wait after having been too fast: the shorter of the limits' windows. */
const TOO_FAST = 5_000;
const FOR_NOW: readonly ErrorCode[] = ['unavailable', 'internal'];

function refusal(code: ErrorCode, detail: string): ApiError {
  const status = code === 'rate_limited' ? 429 : FOR_NOW.includes(code) ? 503 : 403;
  const problem = { type: 'about:blank', title: '', status, code, detail };
  return new ApiError(problem, status === 429 ? TOO_FAST : null);
}
