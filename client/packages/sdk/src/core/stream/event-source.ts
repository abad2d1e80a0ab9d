import { NAMES } from '../events.ts';
import { show, streamUrl, type Transport } from './transport.ts';

/**
 * A stream by the browser's own EventSource, which sends the cookie.
 *
 * Its automatic reconnection is not used: it gives up for good at the first answer that is not
 * 200, and it does not back off. Whoever opens the stream decides when to open the next one.
 */
export function eventSourceTransport(baseUrl: string): Transport {
  return (after, listener) => {
    const source = new EventSource(streamUrl(baseUrl, after), { withCredentials: true });
    const onMessage = (message: MessageEvent<string>): void => {
      show(listener, message.lastEventId, message.type, message.data);
    };
    for (const name of NAMES) source.addEventListener(name, onMessage);
    source.onerror = () => {
      source.close();
      listener.onLost({ status: null });
    };
    return () => {
      source.close();
    };
  };
}
