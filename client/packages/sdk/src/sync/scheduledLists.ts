import type { ChatClient } from '../chatClient.ts';
import type { VestnikClient } from '../client.ts';
import { createNativeHttp } from '../http/nativeHttp.ts';
import { serverTime } from '../http/serverTime.ts';
import { ScheduledList } from './scheduledList.ts';

const lists = new WeakMap<ChatClient, ScheduledList>();

/** The list of the signed-in user: one for all that show it, which ends with its client. */
export function scheduledOf(client: VestnikClient, chatClient: ChatClient): ScheduledList {
  const known = lists.get(chatClient);
  if (known !== undefined) return known;
  const { scheduled, realm } = client;
  const { buffer, connection, ended } = chatClient;
  const http = createNativeHttp(client.http);
  const list = new ScheduledList({ scheduled, buffer, serverTime: () => serverTime(http, realm) });
  const stop = connection.observe(() => {
    if (connection.get() === 'live') list.retryIfFailed();
  });
  ended.addEventListener('abort', () => {
    stop();
    list.dispose();
  });
  lists.set(chatClient, list);
  return list;
}
