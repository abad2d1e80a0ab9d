/** A client of one user, and what the server would answer. */
import { eventually, type Person } from '@vestnik/testing';

import type { ChatClient } from '../src/chatClient.ts';
import { createVestnik, type VestnikClient } from '../src/client.ts';
import type { NativeApi } from '../src/http/nativeApi.ts';
import type { Chat } from '../src/model.ts';
import type { LiveTimeline } from '../src/sync/liveTimeline.ts';
import { FlakyFetch } from './flakyFetch.ts';

/** Chats of a list that are compared: a page has as many. */
const COMPARED_CHATS = 100;

interface Displayed {
  readonly chats: readonly unknown[];
  readonly histories: readonly (readonly unknown[])[];
}

/** A client of one user, and its connection. */
export function connect(
  baseUrl: string,
  { token }: Person,
): { readonly client: VestnikClient; readonly connection: FlakyFetch } {
  const connection = new FlakyFetch();
  const backoff = { initialMs: 20, maxMs: 100 };
  const auth = { token: () => token };
  const { fetch } = connection;
  return { client: createVestnik({ realm: 'school', baseUrl, auth, backoff, fetch }), connection };
}

export class LiveClient {
  readonly chatClient: ChatClient;
  readonly connection: FlakyFetch;
  readonly #client: VestnikClient;
  /** Over another connection, which is not flaky. */
  readonly #reference: NativeApi;
  readonly #open = new Map<number, LiveTimeline>();

  private constructor(
    client: VestnikClient,
    chatClient: ChatClient,
    connection: FlakyFetch,
    reference: NativeApi,
  ) {
    this.#client = client;
    this.#reference = reference;
    this.chatClient = chatClient;
    this.connection = connection;
  }

  static async start(baseUrl: string, person: Person): Promise<LiveClient> {
    const { client, connection } = connect(baseUrl, person);
    const chatClient = await client.waitForSignIn();
    const reference = connect(baseUrl, person).client.api;
    const live = new LiveClient(client, chatClient, connection, reference);
    chatClient.chats.ensureLoaded();
    await eventually('a list', () => chatClient.chats.state.get().isLoaded);
    await eventually('a stream', () => chatClient.connection.get() === 'live');
    return live;
  }

  /** Starts, shows what the browser has stored, and receives events, but no answers. */
  static async startFromCopies(
    baseUrl: string,
    person: Person,
    chatIds: readonly number[],
  ): Promise<LiveClient> {
    const { client, connection } = connect(baseUrl, person);
    const chatClient = await client.waitForSignIn();
    connection.pauseOrResume('answers');
    const live = new LiveClient(
      client,
      chatClient,
      connection,
      connect(baseUrl, person).client.api,
    );
    chatClient.chats.ensureLoaded();
    for (const id of chatIds) live.#openTimeline(id);
    return live;
  }

  get isLoaded(): boolean {
    const { chats } = this.chatClient;
    return [chats, ...this.#open.values()].every(({ state }) => state.get().isLoaded);
  }

  stop(): void {
    this.#client.stop();
  }

  /** As after an event whose effect cannot be computed. */
  reload(): void {
    void this.chatClient.chats.refresh();
  }

  openChat(chatId: number): void {
    if (this.chatClient.chats.find(chatId) !== null) this.#openTimeline(chatId);
  }

  #openTimeline(chatId: number): void {
    const timeline = this.chatClient.timeline(chatId);
    timeline.ensureLoaded();
    this.#open.set(chatId, timeline);
  }

  fetchOlder(chatId: number): void {
    void this.#open.get(chatId)?.fetchOlder();
  }

  lastMessageId(): number | undefined {
    return this.#chats()[0]?.last_message?.id;
  }

  displayed(): Displayed {
    return {
      chats: this.#chats().slice(0, COMPARED_CHATS).map(comparableChat),
      histories: [...this.#open.values()].map(({ state }) => state.get().messages.map(sorted)),
    };
  }

  /** The same, read again. */
  async fetchReference(): Promise<Displayed> {
    const { value } = await this.#reference.chats({ limit: COMPARED_CHATS });
    const histories: unknown[][] = [];
    for (const [chatId, { state }] of this.#open) {
      const page = await this.#reference.history(chatId, { limit: 100 });
      const { hasOlder, messages } = state.get();
      const oldest = hasOlder ? (messages[0]?.id ?? 0) : 0;
      const shown = page.value.messages.filter(({ id }) => id >= oldest);
      histories.push(shown.map(sorted));
    }
    return { chats: value.items.map(comparableChat), histories };
  }

  #chats(): readonly Chat[] {
    return this.chatClient.chats.state.get().entries.map(({ chat }) => chat);
  }
}

/** Without presence, which no event of the log changes. */
function comparableChat(chat: Chat): unknown {
  const members = chat.members?.map(({ user, ...member }) => ({ ...member, userId: user.id }));
  const last_message = chat.last_message && sorted(chat.last_message);
  return sorted({ ...chat, members, last_message });
}

/** In one order of fields: an event has them in another than a page. */
function sorted(value: object): unknown {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
