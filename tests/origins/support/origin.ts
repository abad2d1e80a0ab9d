/** What one of the five teams runs: a database with its users, and two replicas. */
import { createHmac } from 'node:crypto';

import { Database, Replica } from '@vestnik/testing';

export type Claims = Readonly<Record<string, unknown>>;

export interface OriginOptions {
  /** The application. */
  readonly realm: string;
  /** A folder of pages, which both replicas serve. */
  readonly pages?: string;
}

export class Origin {
  /** Both replicas; the first one keeps Postgres. */
  readonly urls: readonly [string, string];
  readonly second: Replica;
  readonly #database: Database;

  private constructor(database: Database, second: Replica) {
    this.urls = [database.url, second.url];
    this.second = second;
    this.#database = database;
  }

  static async start({ realm, pages }: OriginOptions): Promise<Origin> {
    const webRoot = pages === undefined ? {} : { WEB_ROOT: pages };
    const settings = { REALMS: realm, ...webRoot };
    const database = await Database.start({ demo: false, settings });
    try {
      return new Origin(database, await Replica.start(database.env, { env: settings }));
    } catch (error) {
      await database.stop();
      throw error;
    }
  }

  /** A token as the team's own log-in makes it. */
  token(claims: Claims): string {
    const encode = (part: object): string =>
      Buffer.from(JSON.stringify(part)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ exp, ...claims })}`;
    const secret = this.#database.env['JWT_SECRET'] ?? '';
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }

  /** Runs SQL through psql; returns rows in lines, columns split by `|`. */
  async sql(statements: string): Promise<string> {
    return this.#database.sql(statements);
  }

  /** Adds a user by SQL, as the team's own system does; returns the id. */
  async addUser(name: string, role = 'member', company: number | null = null): Promise<number> {
    const row = `('${name}', '${role}', ${company ?? 'NULL'})`;
    return Number(
      await this.sql(`INSERT INTO users (name, role, company_id) VALUES ${row} RETURNING id;`),
    );
  }

  async stop(): Promise<void> {
    await this.second.stop();
    await this.#database.stop();
  }
}
