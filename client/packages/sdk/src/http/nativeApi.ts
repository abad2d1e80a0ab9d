import type {
  Account,
  AccountChanges,
  Attachment,
  Chat,
  ChatChange,
  ChatSettings,
  Draft,
  Hit,
  Member,
  MemberRole,
  Message,
  MessageEdit,
  MessagePage,
  NewChat,
  NewMessage,
  Page,
  PageQuery,
  PageWithUsers,
  Reader,
  SentFile,
  SentKind,
  Snapshot,
  User,
  UserReaction,
  Voter,
} from '../model.ts';
import type { NativeHttp } from './nativeHttp.ts';
import { expectSuccess, readBody, readSnapshot } from './request.ts';

export type ChatFilter = 'all' | 'unread' | 'archived';

export interface ChatsQuery extends PageQuery {
  readonly filter?: ChatFilter;
  /** A part of the title or of a member's name. */
  readonly q?: string;
}

export interface MembersQuery extends PageQuery {
  /** Words that begin parts of the name. */
  readonly q?: string;
}

/** Where the page begins: at most one of the four; without one: the newest messages. */
export interface HistoryQuery {
  readonly before_id?: number;
  readonly after_id?: number;
  readonly around_id?: number;
  /** The first messages at or after this time. */
  readonly at?: string;
  /** 1 to 100. */
  readonly limit?: number;
}

export interface SearchQuery extends PageQuery {
  /** 1 to 200 characters. */
  readonly q: string;
  readonly chat_id?: number;
  readonly author_id?: number;
  readonly after?: string;
  readonly before?: string;
  readonly has?: 'image' | 'file' | 'link';
}

export interface FilesQuery extends PageQuery {
  /** Without it: all. */
  readonly kind?: SentKind;
}

export interface VotersQuery extends PageQuery {
  /** Those who chose this option. */
  readonly option_id?: number;
}

/** The operations of `/v1/{realm}`, one method each. All of them reject with a `VestnikError`. */
export class NativeApi {
  readonly realm: string;
  readonly #http: NativeHttp;
  readonly #peopleListeners = new Set<(people: readonly User[]) => void>();

  constructor(http: NativeHttp, realm: string) {
    this.#http = http;
    this.realm = realm;
  }

  /** Calls `listener` with the people whom each answer names, until stopped. */
  watchPeople(listener: (people: readonly User[]) => void): () => void {
    this.#peopleListeners.add(listener);
    return () => {
      this.#peopleListeners.delete(listener);
    };
  }

  async me(): Promise<Account> {
    return readBody(this.#http.GET('/v1/{realm}/me', { params: this.#params() }));
  }

  async changeMe(body: AccountChanges): Promise<Account> {
    return readBody(this.#http.PATCH('/v1/{realm}/me', { params: this.#params(), body }));
  }

  async users(q: string, query: PageQuery): Promise<Page<User>> {
    const params = { ...this.#params(), query: omitEmpty({ ...query, q }) };
    const page = await readBody(this.#http.GET('/v1/{realm}/users', { params }));
    return { items: page.users, nextCursor: page.next_cursor };
  }

  /** The users of these ids whom the caller knows, at most 100. An erased user has an empty name. */
  async usersByIds(ids: readonly number[]): Promise<readonly User[]> {
    const params = { ...this.#params(), query: { ids: ids.join(',') } };
    return (await readBody(this.#http.GET('/v1/{realm}/users', { params }))).users;
  }

  async blocks(query: PageQuery): Promise<Page<User>> {
    const params = { ...this.#params(), query: omitEmpty(query) };
    const page = await readBody(this.#http.GET('/v1/{realm}/blocks', { params }));
    return { items: page.users, nextCursor: page.next_cursor };
  }

  async user(id: number): Promise<User> {
    return readBody(this.#http.GET('/v1/{realm}/users/{id}', { params: this.#with({ id }) }));
  }

  async setBlocked(id: number, isBlocked: boolean): Promise<void> {
    const params = this.#with({ id });
    await expectSuccess(
      isBlocked
        ? this.#http.PUT('/v1/{realm}/users/{id}/block', { params })
        : this.#http.DELETE('/v1/{realm}/users/{id}/block', { params }),
    );
  }

  async chats(query: ChatsQuery): Promise<Snapshot<Page<Chat>>> {
    const params = { ...this.#params(), query: omitEmpty(query) };
    const { value, asOf } = await readSnapshot(this.#http.GET('/v1/{realm}/chats', { params }));
    this.#name(value.users);
    return { value: { items: value.chats, nextCursor: value.next_cursor }, asOf };
  }

  async chat(id: number): Promise<Snapshot<Chat>> {
    return readSnapshot(this.#http.GET('/v1/{realm}/chats/{id}', { params: this.#with({ id }) }));
  }

  /** By the id that contracts have whose ids are UUIDs. */
  async chatByUuid(uuid: string): Promise<Snapshot<Chat>> {
    const params = this.#with({ uuid });
    return readSnapshot(this.#http.GET('/v1/{realm}/chats/by-uuid/{uuid}', { params }));
  }

  /** The new chat, or the private one that existed. */
  async createChat(body: NewChat): Promise<Chat> {
    return readBody(this.#http.POST('/v1/{realm}/chats', { params: this.#params(), body }));
  }

  async changeChat(id: number, body: ChatChange): Promise<Chat> {
    const params = this.#with({ id });
    return readBody(this.#http.PATCH('/v1/{realm}/chats/{id}', { params, body }));
  }

  /** Deletes a group for all members; hides another chat until its next message. */
  async deleteChat(id: number): Promise<void> {
    const params = this.#with({ id });
    await expectSuccess(this.#http.DELETE('/v1/{realm}/chats/{id}', { params }));
  }

  async changeChatSettings(id: number, body: ChatSettings): Promise<Chat> {
    const params = this.#with({ id });
    return readBody(this.#http.PATCH('/v1/{realm}/chats/{id}/me', { params, body }));
  }

  /** An empty text removes the draft. */
  async saveDraft(id: number, { text, reply_to_id }: Draft): Promise<void> {
    const params = this.#with({ id });
    const body = { text, reply_to_id };
    await expectSuccess(this.#http.PUT('/v1/{realm}/chats/{id}/draft', { params, body }));
  }

  /** The owner, then admins, then the others, each by when they joined. */
  async members(id: number, query: MembersQuery): Promise<Snapshot<Page<Member>>> {
    const params = { ...this.#with({ id }), query: omitEmpty(query) };
    const { value, asOf } = await readSnapshot(
      this.#http.GET('/v1/{realm}/chats/{id}/members', { params }),
    );
    this.#name(value.members.map(({ user }) => user));
    return { value: { items: value.members, nextCursor: value.next_cursor }, asOf };
  }

  /** These users as members, also who was one already. */
  async addMembers(id: number, userIds: readonly number[]): Promise<readonly Member[]> {
    const body = { user_ids: [...userIds] };
    const params = this.#with({ id });
    return (await readBody(this.#http.POST('/v1/{realm}/chats/{id}/members', { params, body })))
      .members;
  }

  async setMemberRole(id: number, userId: number, role: MemberRole): Promise<readonly Member[]> {
    const params = this.#with({ id, user_id: String(userId) });
    const path = '/v1/{realm}/chats/{id}/members/{user_id}';
    return (await readBody(this.#http.PATCH(path, { params, body: { role } }))).members;
  }

  async removeMember(id: number, userId: number | 'me'): Promise<void> {
    const params = this.#with({ id, user_id: String(userId) });
    await expectSuccess(this.#http.DELETE('/v1/{realm}/chats/{id}/members/{user_id}', { params }));
  }

  /** Marks nothing read: see {@link markRead}. */
  async history(chatId: number, query: HistoryQuery): Promise<Snapshot<MessagePage>> {
    const params = { ...this.#with({ id: chatId }), query };
    const page = await readSnapshot(this.#http.GET('/v1/{realm}/chats/{id}/messages', { params }));
    this.#name(page.value.users);
    return page;
  }

  async message(id: number): Promise<Message> {
    return readBody(this.#http.GET('/v1/{realm}/messages/{id}', { params: this.#with({ id }) }));
  }

  async messageByUuid(uuid: string): Promise<Message> {
    const params = this.#with({ uuid });
    return readBody(this.#http.GET('/v1/{realm}/messages/by-uuid/{uuid}', { params }));
  }

  /** Repeating it with the same `client_id` sends no second message. */
  async send(chatId: number, body: NewMessage): Promise<Message> {
    const params = this.#with({ id: chatId });
    const path = '/v1/{realm}/chats/{id}/messages';
    // Without a time it is not scheduled.
    return (await readBody(this.#http.POST(path, { params, body }))) as Message;
  }

  async changeMessage(id: number, body: MessageEdit): Promise<Message> {
    const params = this.#with({ id });
    return readBody(this.#http.PATCH('/v1/{realm}/messages/{id}', { params, body }));
  }

  async deleteMessage(id: number): Promise<void> {
    const params = this.#with({ id });
    await expectSuccess(this.#http.DELETE('/v1/{realm}/messages/{id}', { params }));
  }

  async readers(id: number, query: PageQuery): Promise<Page<Reader>> {
    const params = { ...this.#with({ id }), query: omitEmpty(query) };
    const page = await readBody(this.#http.GET('/v1/{realm}/messages/{id}/readers', { params }));
    this.#name(page.users);
    return { items: page.readers, nextCursor: page.next_cursor };
  }

  /** Who reacts to a message with what, by emoji. */
  async reactions(id: number, query: PageQuery): Promise<PageWithUsers<UserReaction>> {
    const params = { ...this.#with({ id }), query: omitEmpty(query) };
    const page = await readBody(this.#http.GET('/v1/{realm}/messages/{id}/reactions', { params }));
    return { items: page.reactions, users: page.users, nextCursor: page.next_cursor };
  }

  /** The files and links of a chat, the newest first. */
  async files(chatId: number, query: FilesQuery): Promise<PageWithUsers<SentFile>> {
    const params = { ...this.#with({ id: chatId }), query: omitEmpty(query) };
    const page = await readBody(this.#http.GET('/v1/{realm}/chats/{id}/files', { params }));
    return { items: page.files, users: page.users, nextCursor: page.next_cursor };
  }

  async report(id: number, reason: string): Promise<void> {
    const params = this.#with({ id });
    await expectSuccess(
      this.#http.POST('/v1/{realm}/messages/{id}/report', { params, body: { reason } }),
    );
  }

  async setReaction(id: number, emoji: string, isSet: boolean): Promise<void> {
    const params = this.#with({ id, emoji });
    await expectSuccess(
      isSet
        ? this.#http.PUT('/v1/{realm}/messages/{id}/reactions/{emoji}', { params })
        : this.#http.DELETE('/v1/{realm}/messages/{id}/reactions/{emoji}', { params }),
    );
  }

  /** All that the caller chooses in a poll; nothing takes the vote back. */
  async vote(id: number, optionIds: readonly number[]): Promise<Message> {
    const params = this.#with({ id });
    const body = { option_ids: [...optionIds] };
    return readBody(this.#http.PUT('/v1/{realm}/messages/{id}/vote', { params, body }));
  }

  async closePoll(id: number): Promise<Message> {
    const params = this.#with({ id });
    return readBody(this.#http.POST('/v1/{realm}/messages/{id}/close', { params }));
  }

  /** Rejects for an anonymous poll. */
  async voters(id: number, query: VotersQuery): Promise<Page<Voter>> {
    const params = { ...this.#with({ id }), query: omitEmpty(query) };
    const page = await readBody(this.#http.GET('/v1/{realm}/messages/{id}/voters', { params }));
    const users = new Map(page.users.map((user) => [user.id, user]));
    const items = page.voters.flatMap((voter): Voter[] => {
      const user = users.get(voter.user_id);
      return user === undefined ? [] : [{ ...voter, user }];
    });
    return { items, nextCursor: page.next_cursor };
  }

  async setPinned(chatId: number, messageId: number, isPinned: boolean): Promise<void> {
    const params = this.#with({ id: chatId, message_id: messageId });
    await expectSuccess(
      isPinned
        ? this.#http.PUT('/v1/{realm}/chats/{id}/pins/{message_id}', { params })
        : this.#http.DELETE('/v1/{realm}/chats/{id}/pins/{message_id}', { params }),
    );
  }

  async markRead(chatId: number, upToId: number): Promise<void> {
    const params = this.#with({ id: chatId });
    const body = { up_to_id: upToId };
    await expectSuccess(this.#http.POST('/v1/{realm}/chats/{id}/read', { params, body }));
  }

  /** Moves the user's own mark back to before a message, on their own devices alone. */
  async markUnread(chatId: number, fromId: number): Promise<void> {
    const params = this.#with({ id: chatId });
    const body = { from_id: fromId };
    await expectSuccess(this.#http.POST('/v1/{realm}/chats/{id}/unread', { params, body }));
  }

  async sendTyping(chatId: number, isTyping: boolean): Promise<void> {
    const params = this.#with({ id: chatId });
    const body = { typing: isTyping };
    await expectSuccess(this.#http.POST('/v1/{realm}/chats/{id}/typing', { params, body }));
  }

  async search(query: SearchQuery): Promise<Page<Hit>> {
    const params = { ...this.#params(), query: omitEmpty(query) };
    const page = await readBody(this.#http.GET('/v1/{realm}/search', { params }));
    this.#name(page.users);
    return { items: page.hits, nextCursor: page.next_cursor };
  }

  async attachment(id: number): Promise<Attachment> {
    const params = this.#with({ id });
    return readBody(this.#http.GET('/v1/{realm}/attachments/{id}/info', { params }));
  }

  #name(people: readonly User[]): void {
    for (const listener of this.#peopleListeners) listener(people);
  }

  #params(): { path: { realm: string } } {
    return { path: { realm: this.realm } };
  }

  #with<Path extends object>(path: Path): { path: Path & { realm: string } } {
    return { path: { ...path, realm: this.realm } };
  }
}

type Defined<Query> = { [Name in keyof Query]: Exclude<Query[Name], undefined> };

/** Without undefined and empty fields: the server has its own defaults. */
function omitEmpty<Query extends object>(query: Query): Defined<Query> {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  // Optional fields only are left out.
  return Object.fromEntries(entries) as Defined<Query>;
}
