import type { ChatClient } from '../chatClient.ts';
import { MemberList } from './memberList.ts';
import { RecentlyUsed } from './recentlyUsed.ts';

/** Lists that stay in memory. */
const MAX_CACHED = 20;

const cached = new WeakMap<ChatClient, RecentlyUsed<MemberList>>();

/** The members of a chat; with `q` those whom it finds. Lists that were used last are kept up to date. */
export function membersOf(chatClient: ChatClient, chatId: number, q: string): MemberList {
  const lists = cached.get(chatClient) ?? followed(chatClient);
  const { api, buffer } = chatClient;
  return lists.getOrCreate(`${chatId}:${q}`, () => new MemberList({ api, buffer, chatId, q }));
}

/**
 * Calls `onChange` with the newest message that a member other than the user has read, as far as they are
 * loaded, now and after each change, until the result is called.
 */
export function followReadUpTo(
  chatClient: ChatClient,
  chatId: number,
  onChange: (messageId: number) => void,
): () => void {
  const list = membersOf(chatClient, chatId, '');
  const { user } = chatClient;
  const show = (): void => {
    const others = list.state.get().members.filter((member) => member.user.id !== user.id);
    onChange(Math.max(0, ...others.map(({ last_read_id }) => last_read_id)));
  };
  const stop = list.state.subscribe(show);
  list.ensureLoaded();
  show();
  return stop;
}

/** Lists that end with their client, and that read again what failed once the connection is back. */
function followed(chatClient: ChatClient): RecentlyUsed<MemberList> {
  const lists = new RecentlyUsed<MemberList>(MAX_CACHED);
  const { connection, ended } = chatClient;
  const stop = connection.observe(() => {
    if (connection.get() !== 'live') return;
    for (const list of lists.values()) list.retryIfFailed();
  });
  ended.addEventListener('abort', () => {
    stop();
    lists.dispose();
  });
  cached.set(chatClient, lists);
  return lists;
}
