/** A school of a test's own: a fresh database with an admin and the users that the test adds. */
import { randomBytes } from 'node:crypto';

import { Database, type DatabaseOptions } from './database.ts';
import { Nginx } from './nginx.ts';
import type { Lesson, LoggedMessage, Message, Person, Role } from './people.ts';
import { builtApp } from './paths.ts';
import { Replica, type ReplicaOptions } from './replica.ts';
import { type RequestOptions, request } from './request.ts';

const DEMO_ADMIN = { email: 'admin@demo.school', password: 'vestnik-demo' };

interface Session {
  readonly token: string;
  readonly user: { readonly id: number; readonly name: string; readonly role: Role };
}

export class School {
  readonly admin: Person;
  readonly #database: Database;
  readonly #started: { stop(): Promise<void> }[] = [];
  #people = 0;

  private constructor(database: Database, admin: Person) {
    this.#database = database;
    this.admin = admin;
  }

  /** Starts a database with an admin; `demo` adds the users, lessons and chats of the demo. */
  static async start({ demo = false, ...options }: Partial<DatabaseOptions> = {}): Promise<School> {
    const database = await Database.start({ demo, ...options });
    try {
      const { email, password } = demo ? DEMO_ADMIN : credentialsFor('admin@school.example');
      if (!demo) await database.addUser(email, 'Мария Ильинична Ветрова', 'admin', password);
      return new School(database, await signIn(database.url, email, password));
    } catch (error) {
      await database.stop();
      throw error;
    }
  }

  /** A server that is never killed: for REST beside what is being tested. */
  get url(): string {
    return this.#database.url;
  }

  /** Another server of this school. */
  async replica(options: ReplicaOptions = {}): Promise<Replica> {
    const replica = await Replica.start(this.#database.env, options);
    this.#started.push(replica);
    return replica;
  }

  /** nginx in front of replicas, serving the built app. */
  async nginx(replicas: readonly Replica[], html = builtApp()): Promise<Nginx> {
    const nginx = await Nginx.start(replicas, html);
    this.#started.push(nginx);
    return nginx;
  }

  /** REST at the server that is never killed: as the admin unless `token` says otherwise. */
  async request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    return request<T>(method, this.url + path, { token: this.admin.token, ...options });
  }

  /** Creates a user with a generated name. */
  async person({ role, name }: { role: Role; name?: string }): Promise<Person> {
    this.#people += 1;
    const { email, password } = credentialsFor(
      `${role}.${randomBytes(4).toString('hex')}@school.example`,
    );
    const called = name ?? generateName(role, this.#people);
    await this.request('POST', '/api/admin/users', {
      body: { email, name: called, role, password },
    });
    // An admin adds people of the school alone; those of tests use the other realms too.
    await this.sql(`UPDATE users SET realms = NULL WHERE email = '${email}';`);
    return this.signIn(email, password);
  }

  /** Invites a student: the path of the link. */
  async invitation(): Promise<string> {
    const email = `invited.${randomBytes(4).toString('hex')}@school.example`;
    const { token } = await this.request<{ token: string }>('POST', '/v1/school/invitations', {
      body: { email, role: 'student' },
    });
    return `/invitation#${token}`;
  }

  /** Another log-in of an existing user. */
  async signIn(email: string, password: string): Promise<Person> {
    return signIn(this.url, email, password);
  }

  /** A lesson that is still to be held. */
  async lesson(teacher: Person, student: Person, scheduledAt = new Date()): Promise<Lesson> {
    return this.request<Lesson>('POST', '/api/lessons', {
      body: {
        teacher_id: teacher.id,
        student_id: student.id,
        scheduled_at: scheduledAt.toISOString(),
      },
    });
  }

  /** Says that the lesson was held: the first one of a pair begins their chat. */
  async complete(lesson: Lesson): Promise<void> {
    await this.request('PATCH', `/api/lessons/${lesson.id}`, { body: { status: 'completed' } });
  }

  /** The chat of a pair, which begins with a lesson now unless it is there; its id. */
  async chat(teacher: Person, student: Person): Promise<number> {
    await this.complete(await this.lesson(teacher, student));
    interface Chats {
      chats: { id: number; participant: { id: number } | null }[];
    }
    const { chats } = await this.request<Chats>('GET', '/api/chats', { token: teacher.token });
    const chat = chats.find(({ participant }) => participant?.id === student.id);
    if (chat === undefined) throw new Error('a completed lesson began no chat');
    return chat.id;
  }

  /** Sends a message of a user by REST. */
  async send(chatId: number, from: Person, content: string): Promise<Message> {
    return this.request<Message>('POST', '/api/messages', {
      token: from.token,
      body: { chat_id: chatId, content },
    });
  }

  /**
   * `n` messages at once, written alternately by the chat's two, one a minute until now:
   * `Запись 1.`, `Запись 2.`, …; every seventh has several lines.
   */
  async seedHistory(chatId: number, n: number): Promise<void> {
    await this.sql(`
      WITH pair AS (
        SELECT array_agg(user_id ORDER BY user_id) AS ids
        FROM chat_participants
        WHERE chat_id = ${chatId}
      )
      INSERT INTO events (chat_id, kind, actor_id, payload, recorded_at, origin)
      SELECT ${chatId}, 'message_sent', pair.ids[1 + i % 2],
             jsonb_build_object('content', 'Запись ' || i || '.'
               || CASE WHEN i % 7 = 0 THEN repeat(E'\\nи ещё строка', 1 + i % 4) ELSE '' END),
             now() - (${n} - i) * interval '1 minute', 'import'
      FROM pair, generate_series(1, ${n}) AS i
      ORDER BY i;
    `);
  }

  /** Marks all messages read for everyone, so that what one test left unread does not count in the next. */
  async readAll(): Promise<void> {
    await this.sql(`
      INSERT INTO events (chat_id, kind, actor_id, payload)
      SELECT p.chat_id, 'chat_read', p.user_id,
             jsonb_build_object('from_id', p.last_read_id, 'up_to_id', newest.id)
      FROM chat_participants AS p
      CROSS JOIN LATERAL (
        SELECT max(m.id) AS id
        FROM messages AS m
        WHERE m.chat_id = p.chat_id
      ) AS newest
      WHERE newest.id > p.last_read_id;
    `);
  }

  /** A chat's messages in order, from the database itself, deleted ones included. */
  async messages(chatId: number): Promise<LoggedMessage[]> {
    const json = await this.sql(`
      SELECT coalesce(json_agg(m ORDER BY m.id), '[]')
      FROM (
        SELECT id, sender_id, content, is_deleted
        FROM messages
        WHERE chat_id = ${chatId}
      ) AS m;
    `);
    return JSON.parse(json) as LoggedMessage[];
  }

  /** Runs SQL as the database's owner; returns rows in lines, columns split by `|`. */
  async sql(statements: string): Promise<string> {
    return this.#database.sql(statements);
  }

  /** Stops all that was started, the database last. */
  async stop(): Promise<void> {
    await Promise.all(this.#started.map((started) => started.stop()));
    await this.#database.stop();
  }
}

function credentialsFor(email: string): { email: string; password: string } {
  return { email, password: randomBytes(9).toString('base64url') };
}

async function signIn(url: string, email: string, password: string): Promise<Person> {
  const body = { email, password };
  const { token, user } = await request<Session>('POST', `${url}/api/auth/login`, { body });
  return { id: user.id, email, password, name: user.name, role: user.role, token };
}

// None is a part of another, and together they are enough for a worker's people: a locator that
// looks for one name finds one person.
const GIVEN = `
  Вера Дарья Елена Зоя Ирина Кира Лидия Нина Алла Софья Юлия Надежда Полина Раиса Мария
  Оксана Тамара Ульяна Фаина Галина Инна Эмма Божена
`
  .trim()
  .split(/\s+/);
const FAMILY = `
  Абрамова Беляева Громова Данилова Ершова Жукова Исаева Кузьмина Лаптева Морозова Никитина
  Осипова Павлова Родионова Соколова Титова Уварова Фролова Хохлова
`
  .trim()
  .split(/\s+/);

/** Differs for every number: names are how tests find people. */
function generateName(role: Role, number: number): string {
  const given = GIVEN[number % GIVEN.length] ?? '';
  const family = FAMILY[number % FAMILY.length] ?? '';
  const again = Math.floor(number / (GIVEN.length * FAMILY.length));
  const suffix = again === 0 ? '' : ` ${again + 1}`;
  return role === 'teacher' ? `${family} ${given}${suffix}` : `${given} ${family}${suffix}`;
}
