import { createParser } from 'eventsource-parser';

import type { EventId } from '../model.ts';
import { parseEphemeral, parseFrame } from './events.ts';
import type { Transport, TransportListener } from './transport.ts';

export interface SseTransportOptions {
  /** The address of the stream. */
  readonly url: string;
  /** Headers of each attempt: the current token. */
  readonly headers: () => Promise<Record<string, string>>;
  readonly fetch?: typeof fetch;
  /** Called with the answer to each attempt. */
  readonly onResponse?: (response: Response) => void;
  /** Milliseconds of silence after which the stream counts as lost: over two heartbeats. */
  readonly idleTimeoutMs?: number;
}

/**
 * Server-Sent Events by fetch. EventSource cannot send a header, hides the status of a refusal and
 * does not report silence.
 */
export function sseTransport(options: SseTransportOptions): Transport {
  return (after, listener) => {
    const abort = new AbortController();
    void readStream(options, streamUrl(options.url, after), listener, abort.signal);
    return () => {
      abort.abort();
    };
  };
}

function streamUrl(url: string, after: EventId | null): string {
  return after === null ? url : `${url}?${new URLSearchParams({ last_event_id: after })}`;
}

async function readStream(
  { headers, fetch = globalThis.fetch, idleTimeoutMs = 75_000, onResponse }: SseTransportOptions,
  url: string,
  listener: TransportListener,
  closed: AbortSignal,
): Promise<void> {
  const idle = new AbortController();
  const idleTimer = (): ReturnType<typeof setTimeout> =>
    setTimeout(() => {
      idle.abort();
    }, idleTimeoutMs);
  let timer = idleTimer();
  let status: number | null = null;
  try {
    const response = await fetch(url, {
      headers: { ...(await headers()), Accept: 'text/event-stream' },
      cache: 'no-store',
      credentials: 'include',
      signal: AbortSignal.any([closed, idle.signal]),
    });
    onResponse?.(response);
    if (!response.ok || response.body === null) {
      status = response.status;
      await response.body?.cancel();
      return;
    }
    const parser = createParser({
      onEvent: ({ id, event = 'message', data }) => {
        if (!closed.aborted) dispatchFrame(listener, id, event, data);
      },
    });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = idleTimer();
      parser.feed(value);
    }
  } catch {
    // Not reached, broken off or silent: the stream is lost in each case.
  } finally {
    clearTimeout(timer);
    if (!closed.aborted) listener.onDisconnect({ status });
  }
}

/** Frames of the log have an id, ephemeral ones have none. */
function dispatchFrame(
  listener: TransportListener,
  id: string | undefined,
  name: string,
  data: string,
): void {
  if (id === undefined) {
    const event = parseEphemeral(name, data);
    if (event !== null) listener.onEphemeral(event);
    return;
  }
  const frame = parseFrame(id, name, data);
  if (frame !== null) listener.onFrame(frame);
}
