/** A teacher with chats, and what happens in them: the actions of the property test. */
import type { Person, School } from '@vestnik/testing';

import { LiveClient } from './liveClient.ts';

/** Numbers choose from what there is at that time. */
export type Action =
  | {
      readonly kind: 'send';
      readonly chat: number;
      readonly by: number;
      readonly replies: boolean;
    }
  | {
      readonly kind: 'delete' | 'edit' | 'read' | 'unread' | 'pin';
      readonly chat: number;
      readonly message: number;
    }
  | {
      readonly kind: 'react';
      readonly chat: number;
      readonly message: number;
      readonly by: number;
      readonly emoji: string;
      readonly isSet: boolean;
    }
  | {
      readonly kind: 'forward';
      readonly chat: number;
      readonly message: number;
      readonly by: number;
    }
  | { readonly kind: 'begin' }
  | {
      readonly kind: 'settings';
      readonly chat: number;
      readonly pinned: boolean;
      readonly archived: boolean;
    }
  | { readonly kind: 'break' | 'reload'; readonly client: number }
  | { readonly kind: 'pause'; readonly client: number; readonly what: 'answers' | 'stream' }
  | { readonly kind: 'open' | 'older'; readonly client: number; readonly chat: number };

interface WorldMessage {
  readonly id: number;
  readonly author: Person;
  readonly isForwarded?: true;
}

interface WorldChat {
  readonly id: number;
  readonly student: Person;
  readonly messages: WorldMessage[];
}

export class World {
  readonly chats: WorldChat[] = [];
  readonly clients: LiveClient[] = [];
  readonly teacher: Person;
  readonly #school: School;
  readonly #urls: readonly string[];
  #count = 0;

  constructor(school: School, urls: readonly string[], teacher: Person) {
    this.#school = school;
    this.#urls = urls;
    this.teacher = teacher;
  }

  async begin(): Promise<void> {
    const student = await this.#school.person({ role: 'student' });
    const id = await this.#school.chat(this.teacher, student);
    this.chats.push({ id, student, messages: [] });
    await this.#send({ kind: 'send', chat: this.chats.length - 1, by: 0, replies: false });
  }

  async connect(person: Person): Promise<void> {
    const url = this.#urls[this.clients.length % this.#urls.length] ?? this.#school.url;
    this.clients.push(await LiveClient.start(url, person));
  }

  async act(action: Action): Promise<void> {
    switch (action.kind) {
      case 'begin':
        return this.begin();
      case 'send':
        return this.#send(action);
      case 'react':
        return this.#react(action);
      case 'forward':
        return this.#forward(action);
      case 'delete':
      case 'edit':
      case 'read':
      case 'unread':
      case 'pin':
        return this.#change(action);
      case 'settings': {
        const { pinned, archived } = action;
        await this.#call('PATCH', `/chats/${at(this.chats, action.chat).id}/me`, this.teacher, {
          pinned,
          archived,
        });
        return;
      }
      case 'break':
        at(this.clients, action.client).connection.breakStreams();
        return;
      case 'pause':
        at(this.clients, action.client).connection.pauseOrResume(action.what);
        return;
      case 'reload':
        at(this.clients, action.client).reload();
        return;
      case 'open':
        at(this.clients, action.client).openChat(at(this.chats, action.chat).id);
        return;
      case 'older':
        at(this.clients, action.client).fetchOlder(at(this.chats, action.chat).id);
        return;
    }
  }

  async #send(action: Extract<Action, { kind: 'send' }>): Promise<void> {
    const chat = at(this.chats, action.chat);
    const author = this.#memberOf(chat, action.by);
    const quoted = action.replies ? chat.messages.at(-1) : undefined;
    this.#count += 1;
    const text = `message ${this.#count} of ${author.name}`;
    const body = { text, ...(quoted !== undefined && { reply_to_id: quoted.id }) };
    // The quoted message may be deleted at the same time.
    const sent = await this.#call<{ id: number }>(
      'POST',
      `/chats/${chat.id}/messages`,
      author,
      body,
    );
    if (sent !== null) chat.messages.push({ id: sent.id, author });
  }

  /** Sends a message of the chat once more, which marks nothing read. */
  async #forward(action: Extract<Action, { kind: 'forward' }>): Promise<void> {
    const chat = at(this.chats, action.chat);
    const message = chosen(chat, action.message);
    if (message === undefined) return;
    const author = this.#memberOf(chat, action.by);
    const path = `/chats/${chat.id}/messages`;
    const sent = await this.#call<{ id: number }>('POST', path, author, { forward_id: message.id });
    if (sent !== null) chat.messages.push({ id: sent.id, author, isForwarded: true });
  }

  async #react(action: Extract<Action, { kind: 'react' }>): Promise<void> {
    const chat = at(this.chats, action.chat);
    const message = chosen(chat, action.message);
    if (message === undefined) return;
    const path = `/messages/${message.id}/reactions/${encodeURIComponent(action.emoji)}`;
    await this.#call(action.isSet ? 'PUT' : 'DELETE', path, this.#memberOf(chat, action.by));
  }

  async #change(
    action: Extract<Action, { kind: 'delete' | 'edit' | 'read' | 'unread' | 'pin' }>,
  ): Promise<void> {
    const chat = at(this.chats, action.chat);
    const message = chosen(chat, action.message);
    if (message === undefined) return;
    const { id, author } = message;
    this.#count += 1;
    switch (action.kind) {
      case 'delete':
        await this.#call('DELETE', `/messages/${id}`, author);
        break;
      case 'edit':
        // The text of a forwarded message is another's.
        if (message.isForwarded === true) break;
        await this.#call('PATCH', `/messages/${id}`, author, { text: `edit ${this.#count}` });
        break;
      case 'read':
        await this.#call('POST', `/chats/${chat.id}/read`, this.teacher, { up_to_id: id });
        break;
      case 'unread':
        await this.#call('POST', `/chats/${chat.id}/unread`, this.teacher, { from_id: id });
        break;
      case 'pin':
        await this.#call('PUT', `/chats/${chat.id}/pins/${id}`, this.teacher);
        break;
    }
  }

  #memberOf(chat: WorldChat, index: number): Person {
    return index % 2 === 0 ? this.teacher : chat.student;
  }

  /** Null if the server refuses: another action may have deleted the message. */
  async #call<Answer>(
    method: string,
    path: string,
    { token }: Person,
    body?: unknown,
  ): Promise<Answer | null> {
    const options = { token, ...(body !== undefined && { body }) };
    return this.#school.request<Answer>(method, `/v1/school${path}`, options).catch(refusal);
  }
}

function refusal(error: unknown): null {
  const status = error instanceof Error && 'status' in error ? error.status : null;
  if (status === 404 || status === 400) return null;
  throw error;
}

function chosen(chat: WorldChat, index: number): WorldMessage | undefined {
  return chat.messages[index % chat.messages.length];
}

export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
}
