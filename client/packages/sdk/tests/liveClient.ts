/** A client of one person, and what the server would answer in its place. */
import { eventually, type Person } from '@vestnik/testing';

import type { Account } from '../src/chatClient.ts';
import type { Api } from '../src/realms/school/schoolApi.ts';
import { VestnikClient } from '../src/client.ts';
import type { LiveList } from '../src/sync/liveList.ts';
import type { LiveTimeline } from '../src/sync/liveTimeline.ts';
import { Line } from './flakyFetch.ts';
import type { AdminChatItem, ChatItem, Message } from '../src/realms/school/types.ts';

/** Chats of a list that are compared: a list holds no fewer of those there are. */
const COMPARED = 100;

interface Shown {
  readonly chats: readonly unknown[];
  readonly histories: readonly (readonly Message[])[];
}

/** A client of one person, and the line it is on. */
export function connect(
  baseUrl: string,
  { token }: Person,
): { readonly client: VestnikClient; readonly line: Line } {
  const line = new Line();
  const backoff = { first: 20, longest: 100 };
  const auth = { token: () => token };
  return { client: new VestnikClient({ baseUrl, auth, backoff, fetch: line.fetch }), line };
}

export class Observer {
  readonly #client: VestnikClient;
  /** By another line, which nothing holds up. */
  readonly #fresh: Api;
  readonly #account: Account;
  readonly line: Line;
  /** The chats that are looked at. */
  readonly #open = new Map<number, LiveTimeline>();

  private constructor(client: VestnikClient, account: Account, line: Line, fresh: Api) {
    this.#client = client;
    this.#fresh = fresh;
    this.#account = account;
    this.line = line;
  }

  static async start(baseUrl: string, person: Person): Promise<Observer> {
    const { client, line } = connect(baseUrl, person);
    const account = await client.signedIn();
    const fresh = connect(baseUrl, person).client.api;
    const observer = new Observer(client, account, line, fresh);
    observer.#list.ensure();
    await eventually('a list', () => observer.#list.state.get().isLoaded);
    await eventually('a stream', () => account.connection.get() === 'live');
    return observer;
  }

  stop(): void {
    this.#client.stop();
  }

  /** As after an event whose consequence cannot be told. */
  reload(): void {
    void this.#list.refresh();
  }

  look(chatId: number): void {
    // Not a participant: nothing to see.
    if (!this.#shownChats().some(({ id }) => id === chatId)) return;
    const timeline = this.#account.timeline(chatId, { includeDeleted: this.#isAdmin });
    timeline.ensure();
    this.#open.set(chatId, timeline);
  }

  fetchOlder(chatId: number): void {
    void this.#open.get(chatId)?.fetchOlder();
  }

  lastShownMessage(): number | undefined {
    return this.#account.chats.state.get().entries[0]?.item.last_message?.id;
  }

  shown(): Shown {
    const histories = [...this.#open.values()].map(({ state }) => state.get().messages.map(plain));
    return { chats: this.#shownChats().slice(0, COMPARED), histories };
  }

  /** The same, asked for anew. */
  async fresh(): Promise<Shown> {
    const api = this.#fresh;
    const limit = COMPARED;
    const { value } = await (this.#isAdmin ? api.allChats('', { limit }) : api.chats({ limit }));
    const histories: Message[][] = [];
    for (const [chatId, { state }] of this.#open) {
      const deleted = this.#isAdmin ? { include_deleted: true } : {};
      const page = await api.history(chatId, { limit: 100, ...deleted });
      const { hasOlder, messages } = state.get();
      const oldest = hasOlder ? (messages[0]?.id ?? 0) : 0;
      histories.push(page.value.messages.filter(({ id }) => id >= oldest).map(plain));
    }
    return { chats: value.items, histories };
  }

  get #isAdmin(): boolean {
    return this.#account.user.role === 'admin';
  }

  get #list(): LiveList<ChatItem> | LiveList<AdminChatItem> {
    return this.#isAdmin ? this.#account.overviews('') : this.#account.chats;
  }

  #shownChats(): readonly { readonly id: number }[] {
    return this.#list.state.get().entries.map(({ item }) => item);
  }
}

/** In one order of keys: an event names them in another than a page. */
function plain(message: Message): Message {
  const { id, chat_id, sender_id, content, is_deleted, client_id, created_at } = message;
  const named = client_id === undefined ? {} : { client_id };
  return { id, chat_id, sender_id, content, is_deleted, ...named, created_at };
}
