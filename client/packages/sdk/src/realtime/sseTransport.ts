import { createParser } from 'eventsource-parser';

import { show, streamUrl, type Listener, type Transport } from './transport.ts';

export interface FetchStreamOptions {
  readonly baseUrl: string;
  /** Headers of each attempt: the token of the moment. */
  readonly headers: () => Promise<Record<string, string>>;
  readonly fetch?: typeof fetch;
  /**
   * Milliseconds of silence after which the stream counts as lost: more than two of the server's
   * heartbeats, which a fetch sees and an EventSource does not.
   */
  readonly silence?: number;
}

/** A stream by fetch: where a header is needed, and where there is no EventSource. */
export function fetchTransport(options: FetchStreamOptions): Transport {
  return (after, listener) => {
    const abort = new AbortController();
    void follow(options, streamUrl(options.baseUrl, after), listener, abort);
    return () => {
      abort.abort();
    };
  };
}

async function follow(
  { headers, fetch = globalThis.fetch, silence = 75_000 }: FetchStreamOptions,
  url: string,
  listener: Listener,
  abort: AbortController,
): Promise<void> {
  const isClosed = (): boolean => abort.signal.aborted;
  const quiet = new AbortController();
  let timer = setTimeout(() => {
    quiet.abort();
  }, silence);
  let status: number | null = null;
  try {
    const response = await fetch(url, {
      headers: { ...(await headers()), Accept: 'text/event-stream' },
      cache: 'no-store',
      credentials: 'include',
      signal: AbortSignal.any([abort.signal, quiet.signal]),
    });
    if (!response.ok || response.body === null) {
      status = response.status;
      await response.body?.cancel();
      return;
    }
    const parser = createParser({
      onEvent: (message) => {
        if (isClosed()) return;
        show(listener, message.id ?? '', message.event ?? 'message', message.data);
      },
    });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        quiet.abort();
      }, silence);
      parser.feed(value);
    }
  } catch {
    // Not reached, broken off or silent: all of them are a lost stream.
  } finally {
    clearTimeout(timer);
    if (!isClosed()) listener.onLost({ status });
  }
}
