import 'fake-indexeddb/auto';

import { IDBFactory } from 'fake-indexeddb';
import { beforeEach } from 'vitest';
import { eventually } from '@vestnik/testing';

import { ApiError, NetworkError } from '../src/http/errors.ts';
import { Outbox, type OutboxOptions } from '../src/outbox/outbox.ts';
import type { OutboxEntry as Stored } from '../src/outbox/outboxEntry.ts';

export interface Draft {
  readonly chatId: number;
  readonly content: string;
}

export interface Sent {
  readonly content: string;
}

type OutboxEntry = Stored<Draft>;

export const USER = 7;

/** A server as far as an outbox sees it: it stores each `client_id` once. */
class Server {
  readonly stored: OutboxEntry[] = [];
  readonly requests: string[] = [];
  /** What happens to requests; `lose` stores the message and breaks off before the answer. */
  mood: 'answer' | 'away' | 'lose' | 'refuse' | 'hang' = 'answer';
  release: () => void = () => undefined;

  readonly send = async (entry: OutboxEntry): Promise<Sent> => {
    this.requests.push(entry.content);
    if (this.mood === 'away') throw new NetworkError('no answer');
    if (this.mood === 'hang') await new Promise<void>((resolve) => (this.release = resolve));
    if (this.mood === 'refuse') throw refusal();
    if (!this.stored.some(({ clientId }) => clientId === entry.clientId)) this.stored.push(entry);
    if (this.mood === 'lose') throw new NetworkError('broken off');
    return { content: entry.content };
  };
}

function refusal(): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
    code: 'not_a_participant',
    detail: 'no',
  });
}

/** The server of the test that runs. */
export let server: Server;

/** Another server, and a browser that has stored nothing. */
export function startAnew(): void {
  globalThis.indexedDB = new IDBFactory();
  server = new Server();
}

beforeEach(startAnew);

export function open(
  userId = USER,
  options: Partial<OutboxOptions<Draft, Sent>> = {},
): Outbox<Draft, Sent> {
  return new Outbox({
    userId,
    send: server.send,
    onSent: () => undefined,
    backoff: { initialMs: 5, maxMs: 10 },
    ...options,
  });
}

export async function untilEmpty(outbox: Outbox<Draft, Sent>): Promise<void> {
  await eventually('an empty outbox', () => outbox.state.get().length === 0);
}

/** What the server has stored. */
export function contents(): string[] {
  return server.stored.map(({ content }) => content);
}
