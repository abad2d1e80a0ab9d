/** A server in the page: as much of `/v1` as the connected parts need to be seen and tried. */
import type { ServedPolicy } from '@vestnik/sdk';
import type {
  Account,
  Chat,
  Hit,
  Message,
  NewMessage,
  NewScheduledMessage,
  ScheduledChange,
  ScheduledMessage,
  User,
} from '@vestnik/sdk/model';

import { MEMBERS } from '../chatFixtures.ts';
import { BORIS, message, PEOPLE, READERS } from '../fixtures.ts';

/** What it knows; each server changes its own copy. */
export interface MemoryData {
  readonly chats: readonly Chat[];
  readonly messages: readonly Message[];
  readonly users?: readonly User[];
  readonly hits?: readonly Hit[];
  readonly scheduled?: readonly ScheduledMessage[];
}

export interface MemoryServerOptions extends MemoryData {
  /** Paths behind the realm that are answered with 503. */
  readonly failing?: RegExp;
  /** Paths behind the realm that are never answered. */
  readonly silent?: RegExp;
}

type Handler = (parts: readonly string[], request: Request, url: URL) => unknown;
type Route = readonly [method: string, path: RegExp, handler: Handler];

const ACCOUNT: Account = {
  ...BORIS,
  email: 'boris@example.com',
  language: 'ru',
  notifications: { push: true, email: true, quiet_hours: null },
};
const POLICY: ServedPolicy = {
  realm: 'messenger',
  level: 1,
  name: { ru: 'Мессенджер', en: 'Messenger' },
  features: {
    private_chats: 'with_anyone',
    groups: true,
    group_makers: null,
    edits: true,
    replies: true,
    reactions: true,
    pins: true,
    search: true,
    drafts: true,
    mutes: true,
    polls: false,
    files: 'all',
    blocks: true,
    reports: false,
    desk: false,
    accounts: false,
    reading_needs_reason: false,
    guests: false,
    admins_observe: false,
  },
  max_text: 10_000,
  max_members: 500,
  role_names: {},
};
const NO_CONTENT = null;

export class MemoryServer {
  readonly #options: MemoryServerOptions;
  readonly #streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  #chats: readonly Chat[];
  #messages: readonly Message[];
  #scheduled: readonly ScheduledMessage[];
  #position = 1;

  constructor(options: MemoryServerOptions) {
    this.#options = options;
    this.#chats = options.chats;
    this.#messages = options.messages;
    this.#scheduled = options.scheduled ?? [];
  }

  /** Instead of the browser's own. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/v1\/\w+/, '');
    const { failing, silent } = this.#options;
    if (failing?.test(path)) return problem(503, 'unavailable');
    if (silent?.test(path)) return never(request.signal);
    if (path === '/events') return this.#stream(request.signal);
    for (const [method, pattern, handler] of this.#routes) {
      const found = method === request.method ? pattern.exec(path) : null;
      if (found === null) continue;
      return this.#answer(await handler(found.slice(1), request, url));
    }
    return problem(404, 'no_such_route');
  };

  readonly #routes: readonly Route[] = [
    ['GET', /^\/me$/, () => ACCOUNT],
    ['GET', /^\/policy$/, () => POLICY],
    ['GET', /^\/chats$/, (_parts, _request, url) => this.#list(url.searchParams.get('filter'))],
    ['GET', /^\/chats\/(\d+)$/, ([id]) => this.#chat(id)],
    ['GET', /^\/chats\/(\d+)\/members$/, ([id], _request, url) => this.#members(id, url)],
    ['GET', /^\/chats\/(\d+)\/messages$/, ([id]) => this.#history(id)],
    ['POST', /^\/chats\/(\d+)\/messages$/, ([id], request) => this.#send(id, request)],
    ['POST', /^\/chats\/(\d+)\/(?:read|typing)$/, () => NO_CONTENT],
    ['PUT', /^\/chats\/(\d+)\/draft$/, () => NO_CONTENT],
    [
      'GET',
      /^\/scheduled$/,
      () => ({ scheduled: this.#scheduled, users: PEOPLE, next_cursor: null }),
    ],
    ['PATCH', /^\/scheduled\/(\d+)$/, ([id], request) => this.#reschedule(id, request)],
    ['DELETE', /^\/scheduled\/(\d+)$/, ([id]) => this.#cancel(id)],
    ['GET', /^\/messages\/(\d+)$/, ([id]) => this.#message(id)],
    ['PATCH', /^\/messages\/(\d+)$/, ([id], request) => this.#edit(id, request)],
    ['DELETE', /^\/messages\/(\d+)$/, ([id]) => this.#delete(id)],
    ['PUT', /^\/messages\/(\d+)\/reactions\/(.+)$/, ([id, emoji]) => this.#react(id, emoji, true)],
    [
      'DELETE',
      /^\/messages\/(\d+)\/reactions\/(.+)$/,
      ([id, emoji]) => this.#react(id, emoji, false),
    ],
    [
      'GET',
      /^\/messages\/(\d+)\/readers$/,
      () => ({ readers: READERS, users: PEOPLE, next_cursor: null }),
    ],
    ['GET', /^\/users$/, (_parts, _request, url) => this.#users(url)],
    ['GET', /^\/users\/(\d+)$/, ([id]) => PEOPLE.find((user) => String(user.id) === id)],
    [
      'GET',
      /^\/search$/,
      () => ({ hits: this.#options.hits ?? [], users: PEOPLE, next_cursor: null }),
    ],
  ];

  #list(filter: string | null) {
    const isArchive = filter === 'archived';
    const chats = this.#chats.filter(({ me }) => me.archived === isArchive);
    return { chats, users: PEOPLE, next_cursor: null };
  }

  #chat(id: string | undefined): Chat | undefined {
    return this.#chats.find((chat) => String(chat.id) === id);
  }

  #members(chatId: string | undefined, { searchParams }: URL) {
    const chat = this.#chat(chatId);
    const q = searchParams.get('q') ?? '';
    const members = (chat?.members ?? MEMBERS).filter(({ user }) => user.name.includes(q));
    return chat && { members, next_cursor: null };
  }

  #users({ searchParams }: URL) {
    const ids = searchParams.get('ids')?.split(',');
    const users = this.#options.users ?? PEOPLE;
    const wanted = ids === undefined ? users : users.filter(({ id }) => ids.includes(String(id)));
    return { users: wanted, next_cursor: null };
  }

  #message(id: string | undefined): Message | undefined {
    return this.#messages.find((one) => String(one.id) === id);
  }

  #history(chatId: string | undefined) {
    if (this.#chat(chatId) === undefined) return undefined;
    const messages = this.#messages.filter(({ chat_id }) => String(chat_id) === chatId);
    return { messages, users: PEOPLE, has_older: false, has_newer: false };
  }

  async #send(chatId: string | undefined, request: Request): Promise<Message | ScheduledMessage> {
    const body = (await request.json()) as NewMessage | NewScheduledMessage;
    const { text, client_id, reply_to_id } = body;
    if ('send_at' in body) return this.#schedule(Number(chatId), body);
    const quoted = this.#message(String(reply_to_id));
    const sent = message({
      id: Math.max(0, ...this.#messages.map(({ id }) => id)) + 1,
      uuid: client_id ?? '',
      chat_id: Number(chatId),
      author_id: ACCOUNT.id,
      text: text ?? '',
      client_id: client_id ?? null,
      created_at: new Date().toISOString(),
      reply_to: quoted
        ? { id: quoted.id, uuid: quoted.uuid, author_id: quoted.author_id, excerpt: quoted.text }
        : null,
    });
    this.#messages = [...this.#messages, sent];
    const silent = body.silent === true && { silent: true };
    this.#publish('message', { message: sent, marks_read: true, users: [BORIS], ...silent });
    return sent;
  }

  #schedule(chat_id: number, { text, send_at }: NewScheduledMessage): ScheduledMessage {
    const made: ScheduledMessage = {
      id: Math.max(0, ...this.#scheduled.map(({ id }) => id)) + 1,
      chat_id,
      text: text ?? '',
      attachments: [],
      reply_to: null,
      send_at,
      state: 'waiting',
    };
    this.#scheduled = [...this.#scheduled, made];
    return made;
  }

  async #reschedule(
    id: string | undefined,
    request: Request,
  ): Promise<ScheduledMessage | undefined> {
    const change = (await request.json()) as ScheduledChange;
    const former = this.#scheduled.find((one) => String(one.id) === id);
    if (former === undefined) return undefined;
    const changed: ScheduledMessage = { ...former, ...change, state: 'waiting' };
    this.#scheduled = this.#scheduled.map((one) => (one === former ? changed : one));
    return changed;
  }

  #cancel(id: string | undefined): null {
    this.#scheduled = this.#scheduled.filter((one) => String(one.id) !== id);
    return NO_CONTENT;
  }

  async #edit(id: string | undefined, request: Request): Promise<Message | undefined> {
    const { text } = (await request.json()) as { text: string };
    const former = this.#message(id);
    if (former === undefined) return undefined;
    const edited = { ...former, text, edited_at: new Date().toISOString() };
    this.#messages = this.#messages.map((one) => (one === former ? edited : one));
    this.#publish('message_edited', { message: edited, users: PEOPLE });
    return edited;
  }

  /** The others have none. */
  #react(id: string | undefined, emoji = '', added: boolean): null {
    this.#publish('reaction', {
      added,
      chat_id: this.#message(id)?.chat_id,
      count: added ? 1 : 0,
      emoji: decodeURIComponent(emoji),
      message_id: Number(id),
      user_id: ACCOUNT.id,
    });
    return NO_CONTENT;
  }

  #delete(id: string | undefined): null {
    const deleted = this.#message(id);
    this.#messages = this.#messages.filter((one) => one !== deleted);
    const ofChat = this.#messages.filter(({ chat_id }) => chat_id === deleted?.chat_id);
    this.#publish('message_deleted', {
      chat_id: deleted?.chat_id,
      message_id: deleted?.id,
      last_message: ofChat.at(-1) ?? null,
      unread_count: 0,
      unread_mention_count: 0,
      as_of: this.#position,
      users: PEOPLE,
    });
    return NO_CONTENT;
  }

  /** Each answer is a snapshot of all that has happened. */
  #answer(body: unknown): Response {
    if (body === undefined) return problem(404, 'not_found');
    const headers = { 'Last-Event-ID': this.#eventId() };
    return body === NO_CONTENT
      ? new Response(null, { status: 204, headers })
      : Response.json(body, { headers });
  }

  #stream(signal: AbortSignal): Response {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#streams.add(controller);
        controller.enqueue(frame(this.#eventId(), 'ready', {}));
        signal.addEventListener('abort', () => {
          this.#streams.delete(controller);
        });
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  }

  #publish(name: string, data: object): void {
    this.#position += 1;
    const event = { ...data, position: this.#position, at: new Date().toISOString() };
    for (const stream of this.#streams) stream.enqueue(frame(this.#eventId(), name, event));
  }

  #eventId(): string {
    return `${this.#position}-00000000`;
  }
}

/** A member's chats, with a history in two of them. */
export function exampleData(chats: readonly Chat[]): MemoryData {
  return { chats, messages: [...privateHistory(), ...groupHistory()] };
}

function privateHistory(): Message[] {
  const own = { author_id: BORIS.id };
  return [
    message({ id: 801, text: 'Добрый день! Завтра контрольная по теме «Квадратные уравнения».' }),
    message({
      id: 802,
      ...own,
      text: 'Спасибо, подготовимся.',
      created_at: '2026-03-02T12:31:00Z',
    }),
    message({
      id: 803,
      text: 'Начните с x² + 5x + 6 = 0.\n- **повторить** теорему Виета\n- задачи 12–15',
      created_at: '2026-03-02T12:33:00Z',
    }),
    message({
      id: 804,
      ...own,
      text: 'А задача 16?',
      reply_to: { id: 803, uuid: '', author_id: 6, excerpt: 'Начните с x² + 5x + 6 = 0.' },
      created_at: '2026-03-02T12:40:00Z',
    }),
    message({ id: 813, created_at: '2026-03-03T06:05:00Z' }),
  ];
}

function groupHistory(): Message[] {
  return [
    message({
      id: 821,
      chat_id: 41,
      type: 'system',
      author_id: null,
      text: 'Борис Ковалёв создал группу',
    }),
    message({ id: 822, chat_id: 41, text: 'Кто идёт на олимпиаду?' }),
    message({ id: 823, chat_id: 41, author_id: MEMBERS[2]?.user.id ?? null, text: 'Я иду.' }),
  ];
}

function frame(id: string, name: string, data: object): Uint8Array {
  return new TextEncoder().encode(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

function problem(status: number, code: string): Response {
  const body = { type: 'about:blank', title: code, status, code };
  return Response.json(body, {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
}

async function never(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new DOMException('aborted', 'AbortError'));
    });
  });
}
