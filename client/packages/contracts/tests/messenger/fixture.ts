/** Two replicas of the messenger on one database, with users of a test's own. */
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Database, Replica } from '@vestnik/testing';
import { type ManagerOptions, type Socket, type SocketOptions, io } from 'socket.io-client';

export interface Person {
  readonly id: number;
  readonly token: string;
}

export interface Message {
  readonly id: number;
  readonly conversation_id: number;
  readonly sender_id: number;
  readonly content: string;
  readonly type: string;
  readonly attachments: readonly Attachment[];
  readonly read_at: string | null;
  readonly created_at: string;
  readonly client_id?: string;
}

export interface Attachment {
  readonly id: number;
  readonly url: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
}

export interface Conversation {
  readonly id: number;
  readonly type: string;
  readonly name: string | null;
  readonly participants: readonly number[];
}

/** What an acknowledgement says. */
export interface Ack<T> {
  readonly success: boolean;
  readonly data?: T;
  readonly error?: { readonly message: string; readonly code: string };
}

interface Envelope<T> {
  readonly success: boolean;
  readonly data: T;
}

type Options = Partial<ManagerOptions & SocketOptions>;

export class MessengerFixture {
  readonly replicas: readonly Replica[];
  readonly #database: Database;
  readonly #storage: string;
  readonly #clients: SocketClient[] = [];

  private constructor(database: Database, storage: string, replicas: readonly Replica[]) {
    this.#database = database;
    this.#storage = storage;
    this.replicas = replicas;
  }

  static async open(settings: Readonly<Record<string, string>> = {}): Promise<MessengerFixture> {
    const database = await Database.start({ demo: false, settings });
    const storage = await mkdtemp(join(tmpdir(), 'vestnik-files-'));
    const env = { ...database.env, ...settings, STORAGE_URL: `file://${storage}` };
    // With the market, whose guests have tokens of their own.
    const start = (): Promise<Replica> => Replica.start(env, { realms: 'messenger,market' });
    return new MessengerFixture(database, storage, await Promise.all([start(), start()]));
  }

  /** The URL of one of the replicas. */
  url(replica: number): string {
    const found = this.replicas[replica];
    if (found === undefined) throw new Error(`there is no replica ${replica}`);
    return found.url;
  }

  /** Creates a user. */
  async person(): Promise<Person> {
    const id = Number(
      await this.sql("INSERT INTO users (name, role) VALUES ('Сотрудник', 'member') RETURNING id;"),
    );
    return { id, token: this.token(id) };
  }

  /** A token of a user, valid for so many seconds. */
  token(id: number, seconds = 3600): string {
    const encode = (part: object): string =>
      Buffer.from(JSON.stringify(part)).toString('base64url');
    const now = Math.floor(Date.now() / 1000);
    const claims = { id, companyId: 1, jti: `${id}-${Math.random()}`, exp: now + seconds };
    const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
    const secret = this.#database.env['JWT_SECRET'] ?? '';
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  /** A REST request of a user to the first replica. */
  async request<T>(method: string, path: string, person: Person, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url(0)}/api/messenger${path}`, {
      method,
      headers: {
        authorization: `Bearer ${person.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return ((await response.json()) as Envelope<T>).data;
  }

  /** The direct conversation of two. */
  async direct(one: Person, other: Person): Promise<number> {
    const body = { participantId: other.id };
    const { conversation } = await this.request<{ conversation: Conversation }>(
      'POST',
      '/conversations',
      one,
      body,
    );
    return conversation.id;
  }

  /** A group. */
  async group(creator: Person, others: readonly Person[], name: string): Promise<number> {
    const body = { participantIds: others.map(({ id }) => id), name, type: 'group' };
    const { conversation } = await this.request<{ conversation: Conversation }>(
      'POST',
      '/conversations',
      creator,
      body,
    );
    return conversation.id;
  }

  /** Uploads a file. */
  async upload(person: Person, name: string, content: string): Promise<Attachment> {
    const form = new FormData();
    form.set('file', new Blob([content]), name);
    const response = await fetch(`${this.url(0)}/api/messenger/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${person.token}` },
      body: form,
    });
    if (!response.ok) throw new Error(await response.text());
    return ((await response.json()) as Envelope<Attachment>).data;
  }

  /** A client of one of the replicas, or of what is in front of them; not necessarily let in. */
  connectRaw(at: number | string, auth: Options['auth'], options: Options = {}): SocketClient {
    const socket = io(typeof at === 'number' ? this.url(at) : at, {
      ...(auth === undefined ? {} : { auth }),
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
      ...options,
    });
    const line = new SocketClient(socket);
    this.#clients.push(line);
    return line;
  }

  /** A client that is let in. */
  async connect(at: number | string, person: Person, options: Options = {}): Promise<SocketClient> {
    const line = this.connectRaw(at, { token: person.token }, options);
    await line.connected();
    return line;
  }

  async sql(statements: string): Promise<string> {
    return this.#database.sql(statements);
  }

  async close(): Promise<void> {
    for (const { socket } of this.#clients) socket.disconnect();
    await Promise.all(this.replicas.map((replica) => replica.stop()));
    await this.#database.stop();
    await rm(this.#storage, { recursive: true, force: true });
  }
}

interface ReceivedEvent {
  readonly name: string;
  readonly data: unknown;
}

const TIMEOUT_MS = 20_000;

/** A socket, and the events that it has received and no test has taken yet. */
export class SocketClient {
  readonly socket: Socket;
  /** Where to resume: what `ready`, and then each durable event, says. */
  lastEventId: string | undefined;
  readonly #received: ReceivedEvent[] = [];
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    const receive = (name: string, data: unknown): void => {
      this.lastEventId = (data as { event_id?: string } | null)?.event_id ?? this.lastEventId;
      this.#received.push({ name, data });
      this.#wake();
    };
    socket.onAny(receive);
    socket.on('connect', () => {
      receive('(connect)', null);
    });
    socket.on('connect_error', ({ message }) => {
      receive('(connect_error)', message);
    });
    socket.on('disconnect', (reason) => {
      receive('(disconnect)', reason);
    });
  }

  async connected(): Promise<void> {
    await this.next('(connect)');
  }

  /** The next event of this name that fits; those of other names stay. */
  async next<T>(
    name: string,
    fits: (data: T) => boolean = () => true,
    timeoutMs = TIMEOUT_MS,
  ): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const at = this.#received.findIndex((event) => event.name === name && fits(event.data as T));
      const [found] = at < 0 ? [] : this.#received.splice(at, 1);
      if (found !== undefined) return found.data as T;
      const left = deadline - Date.now();
      if (left <= 0) {
        throw new Error(`waited in vain for ${name}; received ${JSON.stringify(this.#received)}`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** The received events of that name that no test has taken. */
  received(name: string): unknown[] {
    return this.#received.filter((event) => event.name === name).map(({ data }) => data);
  }

  /** Emits, and waits for the acknowledgement. */
  async emitWithAck<T>(name: string, data: unknown): Promise<Ack<T>> {
    return (await this.socket.timeout(TIMEOUT_MS).emitWithAck(name, data)) as Ack<T>;
  }

  /** Sends a message; as it was acknowledged. */
  async sendMessage(conversationId: number, content: string, more: object = {}): Promise<Message> {
    const ack = await this.emitWithAck<{ message: Message }>('send_message', {
      conversationId,
      content,
      ...more,
    });
    if (ack.data === undefined) throw new Error(JSON.stringify(ack));
    return ack.data.message;
  }
}
